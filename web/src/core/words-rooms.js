import { addTexts } from './i18n.js'
import zh from './zh-rooms.js'

addTexts(zh, () => import('./en-rooms.js'))
