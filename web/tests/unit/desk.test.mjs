// The workbench's own rules: groups of tasks by due time.
import assert from 'node:assert/strict'
import test from 'node:test'
import { groupOf } from '../../src/staff/groups.js'

test('tasks fall into groups by how soon they are due, by court days', () => {
  const now = Date.parse('2026-11-24T09:00:00+08:00')
  const rows = [
    ['2026-11-24T00:00:00+08:00', 'over'], // ended with the day before
    ['2026-11-24T08:30:00+08:00', 'over'],
    ['2026-11-24T17:00:00+08:00', 'today'],
    ['2026-11-25T00:00:00+08:00', 'today'],
    ['2026-11-26T00:00:00+08:00', 'soon'],
    ['2026-11-27T00:00:00+08:00', 'soon'],
    ['2026-11-28T00:00:00+08:00', 'week'],
    ['2026-12-02T00:00:00+08:00', 'week'],
    ['2026-12-03T00:00:00+08:00', 'later'],
    ['', 'none'],
    [null, 'none'],
  ]
  for (const [due, group] of rows) assert.equal(groupOf(due, now), group, `${due}`)
})
