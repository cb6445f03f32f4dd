// A list the server pages by cursor.
import { reactive } from 'vue'
import { get } from '../core/api.js'

/** @returns {any} {items, next, busy, problem, reload(params), more()} */
export function useList(path, params = {}) {
  let asked = 0
  let now = params
  const list = reactive({
    items: [],
    next: null,
    busy: false,
    problem: null,
    async reload(changed) {
      if (changed) now = changed
      list.items = []
      list.next = null
      await list.more()
    },
    async more() {
      const mine = ++asked
      list.busy = true
      list.problem = null
      try {
        const reply = await get(path, { ...now, cursor: list.next })
        if (mine !== asked) return
        list.items = list.items.concat(reply.items || [])
        list.next = reply.next || null
      } catch (e) {
        if (mine === asked) list.problem = e
      } finally {
        if (mine === asked) list.busy = false
      }
    },
  })
  return list
}
