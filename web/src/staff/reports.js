// Reports of leads that wait on this phone until the platform has them. Each goes in two steps, opening and reporting, under keys
// of its own, so that a broken line neither loses nor doubles one; each carries the time it was written.
import { reactive } from 'vue'
import { newKey, post } from '../core/api.js'
import { withPage } from '../core/definitions.js'
import { keep, kept } from '../core/keep.js'

export const REPORTS_MAX = 50

/** @returns {any} waiting {items, busy, refused}; add(court, body) false: no room; send(); drop(one) */
export function useReports(account) {
  const name = `reports:${account}`
  const waiting = reactive({ items: kept(name) || [], busy: false })
  const save = () => keep(name, waiting.items)

  function add(court, body) {
    if (waiting.items.length >= REPORTS_MAX) return false
    waiting.items.push({ court, body, at: new Date().toISOString(), open: newKey(), report: newKey(), id: '', version: 0, problem: null })
    save()
    return true
  }
  async function sendOne(one) {
    if (!one.id) {
      const opened = await post(`/${(await withPage('lead_report')).system}`, { court: one.court }, { key: one.open, retries: 0 })
      one.id = opened.id
      one.version = opened.version
      save()
    }
    await post(`/matters/${one.id}/report`, { ...one.body, reported_at: one.body.reported_at || one.at }, { key: one.report, version: one.version, retries: 0 })
  }
  function drop(one) {
    waiting.items = waiting.items.filter((other) => other !== one)
    save()
  }
  /** In the order they were written; what the platform refuses stays with its reason, what cannot be reached waits. How many went. */
  async function send() {
    if (waiting.busy) return 0
    waiting.busy = true
    let sent = 0
    try {
      for (const one of waiting.items.slice()) {
        try {
          await sendOne(one)
          drop(one)
          sent++
        } catch (e) {
          if (!e.status || e.status >= 500 || e.status === 401 || e.status === 429) break
          one.problem = { title: e.title, title_en: e.title_en, next: e.next, next_en: e.next_en }
          one.report = newKey() // corrected, it is another report
          save()
        }
      }
    } finally {
      waiting.busy = false
    }
    return sent
  }
  return { waiting, add, send, drop }
}
