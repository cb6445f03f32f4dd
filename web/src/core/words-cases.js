import { addTexts } from './i18n.js'
import zh from './zh-cases.js'

addTexts(zh, () => import('./en-cases.js'))
