import { addTexts } from './i18n.js'
import zh from './zh-share.js'

addTexts(zh, () => import('./en-share.js'))
