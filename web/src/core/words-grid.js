import { addTexts } from './i18n.js'
import zh from './zh-grid.js'

addTexts(zh, () => import('./en-grid.js'))
