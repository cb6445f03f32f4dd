// The uploads of a whole form: each goes on while another page of the form is open, and is taken up again after a reload.
import { reactive } from 'vue'
import { get, upload } from '../core/api.js'
import { i18n, t } from '../core/i18n.js'
import { problemWords } from '../core/problem.js'
import { dequeue, enqueue, queued } from '../core/queue.js'
import '../core/words-fields.js'

const SCAN_MS = 2000
const SCANS_MAX = 30

/**
 * @param {{place: string, attach: (path: string, id: string) => void}} of  place: whose form ("": nothing outlives the
 *   page); attach: puts a received document into the form's values
 * @returns {any} state {running, facts, say}; send(path, kind, file), start(one), drop(one), resume(), close(), know(id, facts)
 */
export function createUploads({ place, attach }) {
  const state = reactive({ running: [], facts: {}, say: '' })
  let closed = false // the form has left the screen: what still arrives has nowhere to go

  // Received is received; a virus is told as soon as the scanner has looked.
  async function watchScan(id, left) {
    if (!left || (state.facts[id] || {}).scan !== 'waiting') return
    await new Promise((resolve) => setTimeout(resolve, SCAN_MS))
    if (closed) return
    try {
      state.facts[id] = await get(`/documents/${id}`)
    } catch (e) {
      return
    }
    if (state.facts[id].scan === 'found') state.say = `${state.facts[id].name}: ${t('scan.found')}`
    watchScan(id, left - 1)
  }
  function end(one) {
    one.over = true
    dequeue(one.kept)
    const at = state.running.indexOf(one)
    if (at >= 0) state.running.splice(at, 1)
  }
  function start(one) {
    one.failed = ''
    one.part = 0
    const { promise, cancel } = upload(one.file, { kind: one.kind }, (part, waiting) => {
      if (part >= 0) one.part = part
      one.waiting = waiting
    })
    one.cancel = cancel
    promise.then((facts) => {
      if (closed) return
      state.facts[facts.id] = facts
      end(one)
      watchScan(facts.id, SCANS_MAX)
      attach(one.path, facts.id)
      state.say = t('upload.done', { name: one.name })
    }).catch((problem) => {
      if (closed) return
      if (problem.code === 'cancelled') return end(one)
      if (problem.status && problem.status !== 401) dequeue(one.kept) // sent again it would be refused again
      const words = problemWords(problem, i18n.language, t)
      one.failed = words.title
      state.say = t('upload.failed', { name: one.name, why: words.title })
    })
  }
  function send(path, kind, file, kept) {
    const one = reactive({ path, kind, file, name: file.name, part: 0, waiting: false, failed: '', cancel: null, kept: kept || null, over: false })
    state.running.push(one)
    if (!kept) {
      enqueue(place, { path, kind }, file).then((id) => {
        if (one.over) dequeue(id)
        else one.kept = id
      })
    }
    start(one)
  }
  return {
    state, send, start,
    /** Nobody wants it any more. */
    drop(one) {
      if (one.failed) end(one)
      else one.cancel()
    },
    /** With the form: what is kept in this browser stays there, and resume() of the next form goes on with it. */
    close() {
      closed = true
      for (const one of state.running) if (!one.failed) one.cancel(!!one.kept)
    },
    /** What was chosen before a reload or a new sign-in goes up now. */
    async resume() {
      for (const one of await queued(place)) send(one.path, one.kind, one.file, one.id)
    },
    /** Facts of a document the form names; asked for once when nobody has them. */
    know(id, documents) {
      if (state.facts[id]) return
      const known = (documents || []).filter((one) => one.id === id)[0]
      state.facts[id] = known || { name: '' }
      if (!known) get(`/documents/${id}`).then((facts) => { state.facts[id] = facts }).catch(() => {})
    },
  }
}
