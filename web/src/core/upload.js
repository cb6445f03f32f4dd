// A file on its way up. Above one part it goes in parts and goes on where it stopped: after a broken line, after a reload when
// the same file is chosen again. Knows no page; the door to the server is handed in.
import { isPassing } from './problem.js'

export const PART_BYTES = 512 * 1024
const KEPT_MS = 24 * 3600 * 1000 // as long as the platform keeps what nobody continues
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15000, 30000]

/** What a file is known by on this device; its bytes are only read when they are sent. */
export const mark = (file, kind) => `upload:${kind}:${file.size}:${file.lastModified}:${file.name}`

function remembered(storage, name, now) {
  try {
    const kept = JSON.parse(storage.getItem(name) || 'null')
    return kept && now - kept.at < KEPT_MS ? kept.id : ''
  } catch (e) {
    return ''
  }
}
function remember(storage, name, id, now) {
  try {
    if (id) storage.setItem(name, JSON.stringify({ id, at: now }))
    else storage.removeItem(name)
  } catch (e) {
    // no room, or none is allowed: then a reload begins anew
  }
}

/**
 * @param {{size: number, name: string, lastModified: number, slice: Function}} file
 * @param {{kind: string}} params
 * @param {(part: number, waiting: boolean) => void} onProgress  0…1, and whether it waits for the line
 * @param {object} door  whole(file, params, progress), part(id, offset, bytes, progress): {promise, cancel};
 *   begin(body, turn), state(id), drop(id): promises; wait(ms): a promise that ends early when the line is back; storage; now()
 * @returns {{promise: Promise<object>, cancel: (later?: boolean) => void}} the document as received; cancel(true): whoever sends the
 *   same file again goes on where it stopped
 */
export function upload(file, params, onProgress, door) {
  let running = null
  let cancelled = false
  let goesOn = false // cancelled, but taken up again later
  let id = ''
  let anew = 0 // how often it was begun again
  const name = mark(file, params.kind)
  // Nobody goes on with it: the platform, which holds only a few open for each person, is told.
  function giveUp() {
    remember(door.storage, name, '', 0)
    if (id) door.drop(id).catch(() => {})
    id = ''
  }
  const stop = () => { throw Object.assign(new Error('cancelled'), { status: 0, code: 'cancelled' }) }

  // One step, again and again while it may pass; the same step twice does no harm.
  async function patiently(step) {
    for (let attempt = 0; ; attempt++) {
      if (cancelled) stop()
      try {
        return await step()
      } catch (e) {
        if (cancelled) stop()
        if (!isPassing(e) || attempt >= 40) throw e
        onProgress(-1, true)
        await door.wait(Math.max(WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)], (e.retry_after || 0) * 1000))
      }
    }
  }
  const sent = (made) => {
    running = made
    return made.promise
  }

  async function begun() {
    id = remembered(door.storage, name, door.now())
    if (id) {
      try {
        return await patiently(() => door.state(id))
      } catch (e) {
        if (e.status !== 404 && e.status !== 401) throw e // forgotten, or another person's
      }
    }
    const state = await patiently(() => door.begin({ name: file.name, kind: params.kind, size_bytes: file.size }, anew))
    id = state.id
    if (cancelled && !goesOn) giveUp() // while it was being begun
    else remember(door.storage, name, id, door.now())
    if (cancelled) stop()
    return state
  }

  async function parts() {
    let state = await begun()
    while (!state.document) {
      const { offset } = state
      const bytes = file.slice(offset, Math.min(offset + PART_BYTES, file.size))
      try {
        state = await patiently(() => sent(door.part(id, offset, bytes, (loaded) => onProgress((offset + loaded) / file.size, false))))
      } catch (e) {
        if (e.code === 'upload.offset') {
          state = await patiently(() => door.state(id))
        } else if ((e.code === 'upload.lost' || e.code === 'upload.unknown') && anew++ < 1) {
          giveUp()
          state = await begun()
        } else {
          if (!isPassing(e) && e.code !== 'cancelled') giveUp()
          throw e
        }
      }
    }
    remember(door.storage, name, '', 0)
    return state.document
  }

  return {
    promise: file.size <= PART_BYTES ? patiently(() => sent(door.whole(file, params, (loaded) => onProgress(loaded / (file.size || 1), false)))) : parts(),
    cancel: (later = false) => {
      cancelled = true
      goesOn = later
      if (running) running.cancel()
      if (!later) giveUp()
    },
  }
}
