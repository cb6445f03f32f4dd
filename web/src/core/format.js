// How things read on screen, in the language of the page.
import { i18n, t } from './i18n.js'
import { moneyText } from './money.js'
import { courtNow } from './session.js'
import { dayText, dayWords, dueState, lastMoment, timeText } from './time.js'

export { dayText, timeText, moneyText }
export const dueDay = (due) => dayWords(lastMoment(due), i18n.language)
/** "2026-12-01" when the period ends with that day, with the hour when it ends within it. */
export const dueText = (due) => (lastMoment(due) === due ? timeText(due) : dayText(lastMoment(due)))
/** The moment of what ends within a day; '' for what ends with one. */
export const dueMoment = (due) => (lastMoment(due) === due ? timeText(due) : '')
export const dayIn = (text) => dayWords(text, i18n.language)

export function yuan(fen, text) {
  if (fen === undefined || fen === null) return ''
  return t('money', { amount: text || moneyText(fen) })
}

export function sizeText(bytes) {
  if (typeof bytes !== 'number') return ''
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1048576) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1048576).toFixed(1)} MB`
}

/** {text: "剩余 3 天", tone} of a due time; null when there is none. */
export function dueWords(due) {
  const state = dueState(due, courtNow())
  return state ? { text: t(state.key, { n: Math.abs(state.days) }), tone: state.tone } : null
}
