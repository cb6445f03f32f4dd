// What this device keeps for a person: what was typed and could not be sent yet. Nothing at a terminal that many use (`?kiosk`).

const MARK = 'kept:'
const KEPT_MAX = 20
const KEPT_MS = 14 * 24 * 3600 * 1000

/** A terminal in a hall: said once in the address, it holds for this window. */
export function isKiosk() {
  try {
    if (/[?&]kiosk\b/.test(location.search)) sessionStorage.setItem('kiosk', '1')
    return sessionStorage.getItem('kiosk') === '1'
  } catch (e) {
    return true // no storage at all
  }
}

/** Which steps were opened: less than a word somebody typed, so these go first. */
const PLACES = 'steps:'
/** Under which name the opened steps of a form are kept. */
export const placesOf = (name) => PLACES + name
const isPlace = (key) => key.indexOf(MARK + PLACES) === 0

function all() {
  const out = []
  for (let at = 0; at < localStorage.length; at++) {
    const key = localStorage.key(at)
    if (key.indexOf(MARK) !== 0) continue
    let kept = null
    try {
      kept = JSON.parse(localStorage.getItem(key))
    } catch (e) {
      kept = null
    }
    out.push({ key, at: (kept && kept.at) || 0 })
  }
  return out.sort((a, b) => Number(isPlace(a.key)) - Number(isPlace(b.key)) || b.at - a.at)
}

/** Keeps a value under a name that says whose it is; the oldest go when there are too many. */
export function keep(name, value) {
  if (isKiosk()) return false
  try {
    localStorage.setItem(MARK + name, JSON.stringify({ at: Date.now(), value }))
    all().filter((one, index) => index >= KEPT_MAX || Date.now() - one.at > KEPT_MS).forEach((one) => localStorage.removeItem(one.key))
    return true
  } catch (e) {
    return false // no room: what is on screen is all there is
  }
}

export function kept(name) {
  if (isKiosk()) return null
  try {
    const found = JSON.parse(localStorage.getItem(MARK + name) || 'null')
    return found && Date.now() - found.at <= KEPT_MS ? found.value : null
  } catch (e) {
    return null
  }
}

export function drop(name) {
  try {
    localStorage.removeItem(MARK + name)
  } catch (e) {
    /* nothing was kept */
  }
}

/** Signing out leaves nothing behind. */
export function dropAll() {
  try {
    all().forEach((one) => localStorage.removeItem(one.key))
  } catch (e) {
    /* nothing was kept */
  }
}
