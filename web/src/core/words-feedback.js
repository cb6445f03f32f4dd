import { addTexts } from './i18n.js'
import zh from './zh-feedback.js'

addTexts(zh, () => import('./en-feedback.js'))
