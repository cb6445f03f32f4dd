import { addTexts } from './i18n.js'
import zh from './zh-fields.js'

addTexts(zh, () => import('./en-fields.js'))
