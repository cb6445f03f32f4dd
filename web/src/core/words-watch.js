import { addTexts } from './i18n.js'
import zh from './zh-watch.js'

addTexts(zh, () => import('./en-watch.js'))
