import { addTexts } from './i18n.js'
import zh from './zh-roster.js'

addTexts(zh, () => import('./en-roster.js'))
