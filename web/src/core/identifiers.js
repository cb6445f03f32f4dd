// Checks a person can be told about at once, before the server says the same; and masks.
import { halfWidth } from './money.js'

export function compact(text, dropped = /[\s-]/g) {
  return halfWidth(text).replace(dropped, '').toUpperCase()
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
  return alphabet[(31 - (sum % 31)) % 31] === code[17]
}

/** A mobile number, or a landline with its area code. */
export function phoneValid(text) {
  const phone = compact(text, /\s/g)
  return /^1[3-9]\d{9}$/.test(phone.replace(/-/g, '')) || /^(0\d{2,3}-?)?\d{7,8}(-\d{1,5})?$/.test(phone) || /^[48]00-?\d{3}-?\d{4}$/.test(phone)
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

/** "110105199001011234" → "110105********1234" */
export function maskId(text) {
  const id = String(text)
  return id.length < 11 ? id : id.slice(0, 6) + '*'.repeat(id.length - 10) + id.slice(-4)
}

/** "13800138000" → "138****8000" */
export function maskPhone(text) {
  const phone = String(text)
  return phone.length < 8 ? phone : phone.slice(0, 3) + '*'.repeat(phone.length - 7) + phone.slice(-4)
}

/** Has the server masked it? Then it must never be sent back as if it were a value. */
export function isMasked(value) {
  return typeof value === 'string' && /\*{2,}/.test(value)
}
