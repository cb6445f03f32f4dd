import { addTexts } from './i18n.js'
import zh from './zh-matter.js'

addTexts(zh, () => import('./en-matter.js'))
