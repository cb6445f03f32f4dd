import { addTexts } from './i18n.js'
import zh from './zh-mediations.js'

addTexts(zh, () => import('./en-mediations.js'))
