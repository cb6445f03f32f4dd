// Money is an integer of fen. Text to fen and back by string arithmetic only: no float ever touches it.

/** Full-width digits and signs to half-width: people type both. */
export function halfWidth(text) {
  return String(text)
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, ' ')
    .replace(/。/g, '.')
}

/** "52,300.50" → 5230050; null when it is no amount of yuan with at most two decimals. */
export function yuanToFen(text) {
  const clean = halfWidth(text)
    .replace(/[\s,，元¥￥]/g, '')
  const match = /^(\d{1,13})(?:\.(\d{0,2}))?$/.exec(clean)
  if (!match) return null
  const fen = match[1] + ((match[2] || '') + '00').slice(0, 2)
  const number = Number(fen)
  return Number.isSafeInteger(number) ? number : null
}

/** 5230050 → "52300.50": what a person edits, without separators. */
export function fenToYuan(fen) {
  if (typeof fen !== 'number' || !Number.isSafeInteger(fen)) return ''
  const sign = fen < 0 ? '-' : ''
  const digits = String(Math.abs(fen))
  const padded = digits.length < 3 ? ('000' + digits).slice(-3) : digits
  return `${sign}${padded.slice(0, -2)}.${padded.slice(-2)}`
}

/** 5230050 → "52,300.50": what a person reads. */
export function moneyText(fen) {
  return fenToYuan(fen).replace(/\B(?=(\d{3})+\.)/g, ',')
}
