import { addTexts } from './i18n.js'
import zh from './zh-ranges.js'

addTexts(zh, () => import('./en-ranges.js'))
