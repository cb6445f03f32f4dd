// One action on many matters: which there are, the lines of the job, and how it goes on.
import { onBeforeUnmount, reactive } from 'vue'
import { get, newKey, query, sendBytes } from '../core/api.js'

const WATCH_MS = 1000
const LINES = 100
const STATES_MAX = 6

/** Asks the platform for one matter of each state; too many states at once have nothing in common. */
export async function offersFor(matters) {
  const one = {}
  for (const matter of matters) one[matter.state] = one[matter.state] || matter.id
  const ids = Object.keys(one).map((state) => one[state])
  if (ids.length > STATES_MAX) return []
  return Promise.all(ids.map((id) => get(`/matters/${id}`).then((matter) => matter.actions || [])))
}

/** A line a matter, with the version that was seen. */
const linesOf = (matters, body) => `${matters.map((one) => JSON.stringify({ ...body, matter: one.id, version: one.version })).join('\n')}\n`

/** @returns {Promise<{id: string, total: number}>} */
export function orderAct(system, action, name, matters, body) {
  const bytes = new Blob([linesOf(matters, body)], { type: 'application/x-ndjson' })
  return sendBytes('POST', `/jobs/act${query({ system, action, name })}`, bytes, newKey(), () => {}).promise
}

/** A job on screen until it is over. @returns {any} {job, lines, follow(id), forget()} */
export function useJob(over) {
  let timer = 0
  const watched = reactive({
    job: null,
    lines: {}, // number of the line -> {state, why, errors}
    async follow(id) {
      watched.forget()
      await look(id)
    },
    forget() {
      clearTimeout(timer)
      watched.job = null
      watched.lines = {}
    },
  })
  async function look(id) {
    try {
      watched.job = await get(`/jobs/${id}`)
    } catch (e) {
      if (!watched.job) throw e // later on the next look tries again
    }
    if (watched.job.state === 'waiting' || watched.job.state === 'running') {
      timer = setTimeout(() => look(id), WATCH_MS)
      return
    }
    if (watched.job.kind === 'act') await read(id)
    if (over) over(watched.job)
  }
  async function read(id) {
    for (let cursor = ''; cursor !== null;) {
      const reply = await get(`/jobs/${id}/lines`, { limit: LINES, cursor }).catch(() => ({ items: [], next: null }))
      for (const one of reply.items) watched.lines[one.line] = one
      cursor = reply.next || null
    }
  }
  onBeforeUnmount(() => clearTimeout(timer))
  return watched
}
