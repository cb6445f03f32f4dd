import { addTexts } from './i18n.js'
import zh from './zh-account.js'

addTexts(zh, () => import('./en-account.js'))
