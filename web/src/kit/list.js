// A list the server pages by cursor.
import { reactive } from 'vue'
import { get } from '../core/api.js'

/** @returns {any} {items, next, busy, problem, reload(params), more()} */
export function useList(path, params = {}, options = undefined) {
  let asked = 0
  let now = params
  let pages = 0
  const list = reactive({
    items: [],
    next: null,
    busy: false,
    problem: null,
    stale: false,
    async reload(changed) {
      if (changed) now = changed
      list.items = []
      list.next = null
      list.stale = false
      pages = 0
      await list.more()
    },
    async more() {
      const mine = ++asked
      list.busy = true
      list.problem = null
      try {
        const reply = await get(path, { ...now, cursor: list.next }, options)
        if (mine !== asked) return
        list.items = list.items.concat(reply.items || [])
        list.next = reply.next || null
        pages++
      } catch (e) {
        if (mine === asked) list.problem = e
      } finally {
        if (mine === asked) list.busy = false
      }
    },
  })
  /** Something changed: the first page is read again in place; whoever has read on is told, and not moved. */
  list.renew = async () => {
    list.stale = pages > 1
    if (list.stale || list.busy) return
    const mine = ++asked
    try {
      const reply = await get(path, { ...now }, options)
      if (mine !== asked) return
      list.items = reply.items || []
      list.next = reply.next || null
    } catch (e) {
      /* the list stays as it is */
    }
  }
  return list
}
