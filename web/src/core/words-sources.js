import { addTexts } from './i18n.js'
import zh from './zh-sources.js'

addTexts(zh, () => import('./en-sources.js'))
