// What is typed is saved by itself: on the platform, and on this device for as long as the platform does not have it.
import { onBeforeUnmount, onMounted, reactive } from 'vue'
import { get, put } from '../core/api.js'
import { isEmpty } from '../core/form.js'
import { drop, keep, kept, placesOf } from '../core/keep.js'

const SAVE_MS = 3000

/**
 * @param {{path: string, name: string, able: boolean, body: () => object, holds: () => boolean}} of  path: the draft's address; name: whose
 *   and of what, on this device; able: has the person a place for drafts at all; holds: false while nothing may be saved
 * @returns {any} draft {state, at, theirs}; load(), save(force), settled(), done(), decided(revision)
 */
export function useDraft({ path, name, able, body, holds }) {
  const draft = reactive({ revision: 0, saved: '', at: '', state: '', theirs: null })
  let saves = Promise.resolve()
  let over = false

  /** What was typed before: {body, unsent}, or null. A copy of this device that a newer one on the platform rivals is a conflict. */
  async function load() {
    if (!able) return null
    let there = null
    let reached = true
    try {
      there = await get(path)
    } catch (e) {
      reached = e.status !== 0 // else: none yet
    }
    const here = kept(name)
    draft.revision = (there && there.revision) || 0
    const told = there && !isEmpty(there.body) ? there : null
    if (here && told && reached && here.revision !== draft.revision) {
      draft.theirs = told
      draft.state = 'conflict'
      return { body: here.body, unsent: true }
    }
    if (here) {
      draft.at = here.at
      draft.state = 'restored'
      if (!reached) draft.revision = here.revision
      return { body: here.body, unsent: true }
    }
    if (!told) return null
    draft.at = told.updated_at || ''
    draft.state = 'resumed'
    return { body: told.body, unsent: false }
  }

  const settle = () => { draft.saved = JSON.stringify(body()) }
  function keepHere(now) {
    return keep(name, { body: now, revision: draft.revision, at: new Date().toISOString() })
  }

  /** One save at a time: a second on a slow line would name the revision the first is about to replace. */
  function save(force) {
    saves = saves.then(() => saveNow(force))
    return saves
  }
  async function saveNow(force) {
    if (!able || over || !holds() || draft.state === 'conflict') return
    const now = body()
    const text = JSON.stringify(now)
    if (text === draft.saved && !force) return
    const before = draft.state
    draft.state = before === 'offline' ? 'offline' : 'saving'
    try {
      const reply = await put(path, { body: now, revision: draft.revision }, { retries: 0 })
      draft.revision = (reply && reply.revision) || draft.revision + 1
      draft.saved = text
      draft.at = (reply && reply.updated_at) || new Date().toISOString()
      draft.state = 'saved'
      drop(name)
    } catch (e) {
      keepHere(now) // the line, the session or the platform is away, or somebody was faster: it stays here
      draft.state = e.status === 0 ? 'offline' : 'failed'
      if (e.status === 412) await meet(text)
    }
  }
  /** Another window saved first. The same words are no conflict, and a draft that is gone (sent from there) is begun anew. */
  async function meet(text) {
    try {
      const there = await get(path)
      if (JSON.stringify(there.body) !== text) {
        draft.theirs = there
        draft.state = 'conflict'
        return
      }
      draft.revision = there.revision
      draft.saved = text
      draft.at = there.updated_at
      draft.state = 'saved'
      drop(name)
    } catch (e) {
      if (e.status === 404) draft.revision = 0
    }
  }
  /** Both were looked at: what stands now replaces what the platform has. */
  function decided() {
    draft.revision = (draft.theirs && draft.theirs.revision) || draft.revision
    draft.theirs = null
    draft.state = ''
    return save(true)
  }
  /** It was sent: nothing of it is a draft any more. */
  function done() {
    over = true
    drop(name)
    drop(placesOf(name))
  }

  const again = () => save()
  const leave = () => {
    if (document.visibilityState !== 'hidden') return
    if (able && holds() && !over && JSON.stringify(body()) !== draft.saved) keepHere(body()) // the page may never come back
    save()
  }
  let timer = 0
  onMounted(() => {
    timer = setInterval(() => save(), SAVE_MS)
    addEventListener('online', again)
    document.addEventListener('visibilitychange', leave)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    removeEventListener('online', again)
    document.removeEventListener('visibilitychange', leave)
    save()
  })
  return { draft, load, settle, save, settled: () => saves, decided, done }
}
