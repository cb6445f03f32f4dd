import { addTexts } from './i18n.js'
import zh from './zh-outages.js'

addTexts(zh, () => import('./en-outages.js'))
