import { addTexts } from './i18n.js'
import zh from './zh-cross.js'

addTexts(zh, () => import('./en-cross.js'))
