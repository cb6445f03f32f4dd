import { addTexts } from './i18n.js'
import zh from './zh-envelopes.js'

addTexts(zh, () => import('./en-envelopes.js'))
