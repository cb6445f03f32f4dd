import { addTexts } from './i18n.js'
import zh from './zh-today.js'

addTexts(zh, () => import('./en-today.js'))
