// Tasks by how soon they are due. Pure.
import { dueState } from '../core/time.js'

const WEEK_DAYS = 7

/** @returns {'over'|'today'|'soon'|'week'|'later'|'none'} in this order, tasks by due time fall into runs of one group each */
export function groupOf(due, nowMs) {
  const state = dueState(due, nowMs)
  if (!state) return 'none'
  if (state.key === 'due.over' || state.key === 'due.over_today') return 'over'
  if (state.days === 0) return 'today'
  return state.tone === 'amber' ? 'soon' : state.days <= WEEK_DAYS ? 'week' : 'later'
}
