// What a person can be told at once, before the server says the same: a mirror of law/identifier, held to tests/law/examples.ndjson.
import { halfWidth } from './money.js'

export function compact(text, dropped = /[\s-]/g) {
  return halfWidth(text).replace(dropped, '').toUpperCase()
}

/** As the platform writes a text down: full-width digits, letters and brackets to half width, outer and doubled blanks away. */
export function normalised(text) {
  return String(text)
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff08\uff09\uff0d\uff0e\uff20\uff0b]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\t ]+/g, ' ')
    .replace(/^ | $/g, '')
}

/** GB 11643-1999: 17 digits with a real date of birth and a check character (ISO 7064 MOD 11-2). */
export function residentIdValid(text) {
  const id = compact(text)
  if (!/^[1-9]\d{16}[\dX]$/.test(id)) return false
  if (!dateValid(`${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`)) return false
  let sum = 0
  for (let i = 0; i < 17; i++) sum += Number(id[i]) * (2 ** (17 - i) % 11)
  return '10X98765432'[sum % 11] === id[17]
}

/** GB 32100-2015: 18 characters without I O S V Z, check character MOD 31. */
export function creditCodeValid(text) {
  const code = compact(text)
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  if (code.length !== 18) return false
  let sum = 0
  let weight = 1
  for (let i = 0; i < 17; i++) {
    const value = alphabet.indexOf(code[i])
    if (value < 0) return false
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17] && organisationCodeValid(code.slice(8, 17))
}

/** GB 11714: the organisation code inside, letters counting from A = 10. */
function organisationCodeValid(code) {
  let sum = 0
  for (let i = 0; i < 8; i++) sum += parseInt(code[i], 36) * [3, 7, 9, 10, 5, 8, 4, 2][i]
  return '0X987654321'[sum % 11] === code[8]
}

/** A mobile number, or a fixed line with its area code. */
export function phoneValid(text) {
  const phone = compact(text, /\s/g)
  return /^1[3-9]\d{9}$/.test(phone) || (/^0\d{2,3}-?\d{6,9}$/.test(phone) && phone.length >= 10 && phone.length <= 13)
}

/** 12 to 19 digits; cards of the national scheme (62…) carry a check digit. */
export function bankAccountValid(text) {
  const account = compact(text)
  if (!/^\d{12,19}$/.test(account)) return false
  if (account.length < 16 || account.indexOf('62') !== 0) return true
  let sum = 0
  for (let i = 0; i < account.length; i++) {
    const digit = Number(account[account.length - 1 - i]) * (i % 2 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

export function emailValid(text) {
  return /^[^@\s<>",;]+@[^@\s<>",;]+$/.test(text) && text.indexOf('.') >= 0
}

/** The shape of a case number; whether the court and the kind exist only the platform knows. */
export function caseNumberValid(text) {
  return /^（\d{4}）[^\d\s（）]+\d{0,6}[^\d\s（）]+\d+号(之[一二三四五六七八九十百]+)?$/.test(text)
}

export const referenceValid = (text) => /^[0-9A-HJKMNP-TV-Z]{1,20}$/.test(text)

/** "2026-01-31 9:30" by the court's clock → "2026-01-31T09:30:00+08:00"; anything else comes back as it was typed. */
export function momentCanonical(text) {
  const clean = halfWidth(text).trim().replace('：', ':')
  if (/^\d{4}-\d{2}-\d{2}T/.test(clean)) return clean
  const match = /^(.+?)\s+(\d{1,2})(?::|时|点)(\d{2})分?$/.exec(clean)
  if (!match || Number(match[2]) > 23 || Number(match[3]) > 59) return clean
  const day = dateCanonical(match[1])
  return dateValid(day) ? `${day}T${('0' + match[2]).slice(-2)}:${match[3]}:00+08:00` : clean
}
export function momentValid(text) {
  const match = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/.exec(text)
  return !!match && dateValid(match[1])
}

export function dateValid(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number)
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1800 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** "2026/1/3", "2026年1月3日", "20260103" → "2026-01-03"; anything else comes back as it was typed. */
export function dateCanonical(text) {
  const clean = halfWidth(text).trim()
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(clean) || /^(\d{4})(\d{2})(\d{2})$/.exec(clean)
  if (!match) return clean
  const two = (part) => ('0' + part).slice(-2)
  return `${match[1]}-${two(match[2])}-${two(match[3])}`
}

/** Has the server masked it? Then it must never be sent back as if it were a value. */
export function isMasked(value) {
  return typeof value === 'string' && /\*{2,}/.test(value)
}
