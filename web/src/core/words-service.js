import { addTexts } from './i18n.js'
import zh from './zh-service.js'

addTexts(zh, () => import('./en-service.js'))
