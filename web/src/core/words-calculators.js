import { addTexts } from './i18n.js'
import zh from './zh-calculators.js'

addTexts(zh, () => import('./en-calculators.js'))
