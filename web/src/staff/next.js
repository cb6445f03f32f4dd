// The next piece of work: the most pressing task that is mine or nobody's. One that is nobody's is taken on at once, so that
// two colleagues never read the same filing; one that a colleague was faster with is passed over, and so is what was looked at
// already, until everything was.
import { get, post } from '../core/api.js'

const TRIES_MAX = 5
const SEEN_MAX = 200
let seen = []

/** @returns {Promise<any>} the task, or null: nothing waits. `but` is the matter one comes from. */
export async function takeNext(but = '') {
  const [mine, free] = await Promise.all([get('/tasks', { whose: 'mine', limit: 10 }), get('/tasks', { whose: 'free', limit: 10 })])
  const wait = (mine.items || []).concat(free.items || []).filter((one) => one.matter.id !== but)
  wait.sort((a, b) => (a.due || '9') < (b.due || '9') ? -1 : (a.due || '9') > (b.due || '9') ? 1 : 0)
  if (but) seen = seen.concat(but).slice(-SEEN_MAX)
  let left = wait.filter((one) => seen.indexOf(one.matter.id) < 0)
  if (!left.length) {
    seen = []
    left = wait
  }
  for (const task of left.slice(0, TRIES_MAX)) {
    if (task.mine || task.claimed_by) return task
    try {
      await post(`/tasks/${task.id}/claim`)
      return task
    } catch (e) {
      if (e.status !== 409 && e.status !== 404) throw e
    }
  }
  return null
}
