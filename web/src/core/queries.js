// What the address asks a page for. A repeated name counts once, and an address that already belongs to the next page counts for nothing.
import { reactive, watch } from 'vue'

/**
 * @param {import('vue-router').RouteLocationNormalizedLoaded} route
 * @param {string[]} names
 * @param {(query: object) => void} [then]  called now, and when one of them changes while this page stays
 * @returns {any} name -> text, "" when it is absent
 */
export function useQuery(route, names, then) {
  const { path } = route
  const query = reactive({})
  const text = (name) => String((Array.isArray(route.query[name]) ? route.query[name][0] : route.query[name]) || '')
  watch(() => (route.path === path ? JSON.stringify(names.map(text)) : ''), (now) => {
    if (!now) return
    for (const name of names) query[name] = text(name)
    if (then) then({ ...query })
  }, { immediate: true, flush: 'sync' })
  return query
}
