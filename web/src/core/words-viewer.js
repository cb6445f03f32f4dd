import { addTexts } from './i18n.js'
import zh from './zh-viewer.js'

addTexts(zh, () => import('./en-viewer.js'))
