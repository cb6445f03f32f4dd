// Files on their way up, kept in this browser until the platform has them: a reload, a broken line or a session that ended
// loses none. Nothing at a shared terminal.
import { isKiosk } from './keep.js'

const NAME = 'fengqiao-uploads'
const STORE = 'files'
const FILES_MAX = 30
const BYTES_MAX = 200 * 1024 * 1024
const KEPT_MS = 24 * 3600 * 1000 // as long as the platform keeps an upload that nobody continues

let opening = null
function open() {
  opening = opening || new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id', autoIncrement: true })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return opening
}
async function run(mode, act) {
  const db = await open()
  return new Promise((resolve, reject) => {
    const turn = db.transaction(STORE, mode)
    const request = act(turn.objectStore(STORE))
    turn.oncomplete = () => resolve(request.result)
    turn.onerror = turn.onabort = () => reject(turn.error)
  })
}
const all = () => run('readonly', (store) => store.getAll())

/** Keeps a file for a place ("account:matter:action"); its number, or null where nothing is kept. */
export async function enqueue(place, { path, kind }, file) {
  if (!place || isKiosk()) return null
  try {
    const there = await all()
    if (there.length >= FILES_MAX || there.reduce((sum, one) => sum + one.file.size, file.size) > BYTES_MAX) return null
    return await run('readwrite', (store) => store.add({ place, path, kind, file, at: Date.now() }))
  } catch (e) {
    return null // no room, or none is allowed: it goes up all the same, but a reload forgets it
  }
}

/** What waits for a place; what is too old goes. */
export async function queued(place) {
  if (!place || isKiosk()) return []
  try {
    const there = await all()
    for (const one of there) if (Date.now() - one.at > KEPT_MS) await dequeue(one.id)
    return there.filter((one) => one.place === place && Date.now() - one.at <= KEPT_MS)
  } catch (e) {
    return []
  }
}

export const dequeue = (id) => (id ? run('readwrite', (store) => store.delete(id)).catch(() => {}) : Promise.resolve())

/** Signing out leaves nothing behind. */
export const emptyQueue = () => run('readwrite', (store) => store.clear()).catch(() => {})
