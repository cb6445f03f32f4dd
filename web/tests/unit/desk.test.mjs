// The workbench's own rules: groups of tasks by due time, days of a month, columns.
import assert from 'node:assert/strict'
import test from 'node:test'
import { groupOf } from '../../src/staff/groups.js'
import { addDays, addMonths, isDay, weekday, weeksOf } from '../../src/staff/month.js'
import { offeredToAll } from '../../src/staff/offers.js'

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

test('days of a calendar: whole weeks from Monday on, months of their own length', () => {
  assert.equal(weekday('2026-11-23'), 0)
  assert.equal(weekday('2026-11-29'), 6)
  assert.equal(addDays('2026-12-31', 1), '2027-01-01')
  assert.equal(addMonths('2027-01-31', 1), '2027-02-28')
  assert.equal(addMonths('2026-01-15', -1), '2025-12-15')
  const weeks = weeksOf('2026-12-09')
  assert.deepEqual([weeks.length, weeks[0][0], weeks[4][6]], [5, '2026-11-30', '2027-01-03'])
  assert.equal(weeksOf('2027-02-10').length, 4) // February 2027 is four weeks exactly
  for (const [text, good] of [['2026-02-29', false], ['2028-02-29', true], ['2026-1-1', false], ['', false], ['2026-13-01', false]]) assert.equal(isDay(text), good, text)
})

test('on many at once: what is offered on one of each state, nothing about one person, nothing that is signed', () => {
  const definition = {
    fields: [{ name: 'why', type: 'text' }, { name: 'signature', type: 'signature' }],
    actions: [{ name: 'accept', form: ['why'] }, { name: 'sign', form: ['signature!'] }, { name: 'invite', subject: { role: 'party' } }, { name: 'close' }],
  }
  const all = ['accept', 'sign', 'invite', 'close'].map((name) => ({ name }))
  const names = (offers) => offeredToAll(definition, offers).map((one) => one.name)
  assert.deepEqual(names([all]), ['accept', 'close'])
  assert.deepEqual(names([all, [{ name: 'close' }]]), ['close'])
  assert.deepEqual(names([all, []]), [])
  assert.deepEqual(names([]), [])
})
