// A terminal in a hall that many use, one after the other: `?kiosk` in the address, said once, holds for this window. Nothing is
// kept on the device, a new window begins with nobody signed in, and after some quiet everything is cleared, warned before.
import { reactive, watch } from 'vue'
import { isKiosk } from './keep.js'
import { session, signOut } from './session.js'

const IDLE_MS = 180000
const WARN_MS = 60000
const LOOK_MS = 1000
const CLEAN = 'kiosk-clean' // this window began with nothing

export const kiosk = reactive({ on: false, soon: 0 }) // soon: seconds until everything is cleared, 0: not yet

async function dropWorkers() {
  if (!navigator.serviceWorker) return
  const all = await navigator.serviceWorker.getRegistrations()
  await Promise.all(all.map((one) => one.unregister()))
}

/** Nothing stays: neither what pages kept nor whoever was signed in. */
async function clearDevice() {
  sessionStorage.clear()
  localStorage.clear()
  sessionStorage.setItem('kiosk', '1')
  sessionStorage.setItem(CLEAN, '1')
  const names = typeof caches === 'undefined' ? [] : await caches.keys()
  await Promise.all(names.map((name) => caches.delete(name)))
  const bases = indexedDB.databases ? await indexedDB.databases() : []
  bases.forEach((one) => indexedDB.deleteDatabase(one.name))
  await dropWorkers()
}

let ending = false
/** Ends this person's turn and shows the first page to the next. Once: signing out is a reason to end the turn, too. */
export async function endTurn(base) {
  if (ending) return
  ending = true
  kiosk.soon = 0
  await signOut().catch(() => {}) // without a network the session ends by its own time; nothing here leads back to it
  await clearDevice()
  location.replace(`${base}?kiosk`)
}

let touched = 0
let timer = 0
export function stay() {
  if (ending) return
  touched = Date.now()
  kiosk.soon = 0
}

function look(base) {
  const left = IDLE_MS - (Date.now() - touched)
  if (left <= 0) {
    clearInterval(timer)
    endTurn(base)
  } else kiosk.soon = left <= WARN_MS ? Math.ceil(left / 1000) : 0
}

function known() {
  try {
    return sessionStorage.getItem(CLEAN) === '1'
  } catch (e) {
    return true // nothing can be kept here, and nothing was
  }
}

/** At the start of a page, before anybody is looked up. Resolves when the device is clean. */
export async function startKiosk(base) {
  const first = !known()
  if (!isKiosk()) return
  kiosk.on = true
  if (first) await clearDevice().catch(() => {})
  touched = Date.now()
  for (const what of ['pointerdown', 'keydown', 'touchstart', 'scroll']) addEventListener(what, () => { if (!kiosk.soon) touched = Date.now() }, { passive: true, capture: true })
  timer = setInterval(() => look(base), LOOK_MS)
  if (first) watchFirst(base)
  watch(() => session.account, (now, before) => { if (before && !now) endTurn(base) })
}

// Whoever was signed in before this window was opened is not this person.
function watchFirst(base) {
  const over = watch(() => session.loaded, (loaded) => {
    if (!loaded) return
    over()
    if (session.account) endTurn(base)
  })
}
