// Court time is China Standard Time wherever the browser is. Pure: the caller says what time it is.

const CHINA_MS = 8 * 3600 * 1000

function parts(text) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const [year, month, day] = text.split('-').map(Number)
    return { year, month, day, hour: null, minute: null, dayNumber: Date.UTC(year, month - 1, day) / 86400000 }
  }
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) return null
  const at = new Date(ms + CHINA_MS)
  return {
    year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: at.getUTCHours(), minute: at.getUTCMinutes(),
    dayNumber: Math.floor((ms + CHINA_MS) / 86400000),
  }
}

const two = (number) => ('0' + number).slice(-2)

/** "2026-11-24" */
export function dayText(text) {
  const p = text ? parts(text) : null
  return p ? `${p.year}-${two(p.month)}-${two(p.day)}` : ''
}

/** "2026-11-24 15:04" */
export function timeText(text) {
  const p = text ? parts(text) : null
  if (!p) return ''
  return p.hour === null ? dayText(text) : `${dayText(text)} ${two(p.hour)}:${two(p.minute)}`
}

/** "2026年11月30日" or "30 November 2026": in sentences. */
export function dayWords(text, lang) {
  const p = text ? parts(text) : null
  if (!p) return ''
  if (lang === 'en') {
    const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
    return `${p.day} ${months[p.month - 1]} ${p.year}`
  }
  return `${p.year}年${p.month}月${p.day}日`
}

/**
 * A period that ends at midnight ends with the day before: "until 2026-12-01" is due at 2026-12-02T00:00.
 * @returns {string} an instant, or a day, on the last day of the period
 */
export function lastMoment(due) {
  if (!due || /^\d{4}-\d{2}-\d{2}$/.test(due)) return due || ''
  const ms = Date.parse(due)
  return Number.isNaN(ms) || (ms + CHINA_MS) % 86400000 !== 0 ? due : new Date(ms - 1000).toISOString()
}

/**
 * How many court days are left, and how pressing that is.
 * @returns {{days: number, tone: 'ok'|'amber'|'red', key: string} | null} key: a text of i18n with {n}
 */
export function dueState(due, nowMs) {
  const p = due ? parts(lastMoment(due)) : null
  if (!p) return null
  const today = Math.floor((nowMs + CHINA_MS) / 86400000)
  const days = p.dayNumber - today
  const passed = p.hour !== null ? Date.parse(due) < nowMs : days < 0
  if (days < 0 || (days === 0 && passed)) return { days, tone: 'red', key: days < 0 ? 'due.over' : 'due.over_today' }
  if (days === 0) return { days, tone: 'red', key: 'due.today' }
  if (days <= 2) return { days, tone: 'amber', key: days === 1 ? 'due.tomorrow' : 'due.left' }
  return { days, tone: 'ok', key: 'due.left' }
}
