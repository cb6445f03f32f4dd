import { addTexts } from './i18n.js'
import zh from './zh-open.js'

addTexts(zh, () => import('./en-open.js'))
