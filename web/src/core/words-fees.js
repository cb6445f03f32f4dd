import { addTexts } from './i18n.js'
import zh from './zh-fees.js'

addTexts(zh, () => import('./en-fees.js'))
