import { addTexts } from './i18n.js'
import zh from './zh-clocks.js'

addTexts(zh, () => import('./en-clocks.js'))
