// Days of a calendar as "2026-11-24", weeks from Monday on. Pure.
const DAY_MS = 86400000
const two = (n) => ('0' + n).slice(-2)
const ms = (day) => Date.parse(`${day}T00:00:00Z`)
const textOf = (at) => { const date = new Date(at); return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}` }

export const addDays = (day, n) => textOf(ms(day) + n * DAY_MS)
/** 0 Monday … 6 Sunday. */
export const weekday = (day) => (new Date(ms(day)).getUTCDay() + 6) % 7
/** The same day of another month, or its last one. */
export function addMonths(day, n) {
  const [year, month, date] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + n, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return `${first.getUTCFullYear()}-${two(first.getUTCMonth() + 1)}-${two(Math.min(date, last))}`
}
/** The whole weeks a month touches: rows of seven days. */
export function weeksOf(day) {
  const first = `${day.slice(0, 7)}-01`
  const out = []
  for (let at = addDays(first, -weekday(first)); out.length === 0 || at.slice(0, 7) === day.slice(0, 7); at = addDays(at, 7)) {
    out.push([0, 1, 2, 3, 4, 5, 6].map((n) => addDays(at, n)))
  }
  return out
}
export const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text || '') && textOf(ms(text)) === text
