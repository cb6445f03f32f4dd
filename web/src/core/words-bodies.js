import { addTexts } from './i18n.js'
import zh from './zh-bodies.js'

addTexts(zh, () => import('./en-bodies.js'))
