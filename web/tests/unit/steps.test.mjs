import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formOf } from '../../src/core/form.js'
import { checkStep, differing, reckonInputs, stepOfPath, stepState, stepsOf } from '../../src/core/steps.js'

const definition = {
  fields: [
    { name: 'cause', type: 'choice', options: [{ name: 'loan' }, { name: 'rent' }] },
    { name: 'me', type: 'person' },
    { name: 'loans', type: 'group', show: { cause: ['loan'] }, fields: [{ name: 'sum', type: 'money', required: true }] },
    { name: 'note', type: 'text', max: 5 },
    { name: 'amount', type: 'money' },
  ],
  actions: [{
    name: 'go', form: ['cause!', 'me!', 'loans!', 'note', 'amount'],
    steps: [{ name: 'what', fields: ['cause'] }, { name: 'who', fields: ['me'] }, { name: 'facts', fields: ['loans'] }, { name: 'more', fields: ['note'] }],
  }, { name: 'end', form: ['note'] }],
}
const form = formOf(definition.actions[0].form, definition)
const steps = stepsOf(definition, { name: 'go' }, form)
const step = (name) => steps.filter((one) => one.name === name)[0]

test('a form has the steps of its definition; what they leave out joins the last one', () => {
  assert.deepEqual(steps.map((one) => [one.name, one.items.map(({ field }) => field.name)]), [['what', ['cause']], ['who', ['me']], ['facts', ['loans']], ['more', ['note', 'amount']]])
  assert.deepEqual(stepsOf(definition, { name: 'end' }, formOf(['note'], definition)), [])
})

test('how far a step has come', () => {
  const rows = [
    // step, values, opened: state, optional, left
    ['what', {}, false, 'new', false, 1],
    ['what', {}, true, 'seen', false, 1],
    ['what', { cause: 'loan' }, false, 'done', false, 0],
    ['who', { me: { id_kind: 'resident_id' } }, false, 'new', false, 1], // what stands there from the start is no answer
    ['who', { me: { id_kind: 'resident_id', name: '张三', id_number: '1' } }, false, 'seen', false, 1],
    ['more', {}, false, 'new', true, 0],
    ['more', {}, true, 'done', true, 0],
    ['more', { note: '六个字就太长' }, false, 'seen', true, 1],
    ['facts', { cause: 'loan' }, true, 'seen', false, 1], // shown by what another step asks
    ['facts', { cause: 'rent' }, true, 'done', true, 0],
    ['facts', { cause: 'loan', loans: [{ sum: 100 }] }, false, 'done', false, 0],
  ]
  for (const [name, values, opened, state, optional, left] of rows) assert.deepEqual(stepState(step(name), values, opened), { state, optional, left }, `${name} ${JSON.stringify(values)}`)
  assert.deepEqual(checkStep(step('facts'), { cause: 'loan', loans: [{ sum: '1.234' }] }), [{ path: 'loans[0].sum', code: 'type.money', args: [] }])
})

test('the step that asks for a path', () => {
  assert.equal(stepOfPath(steps, 'loans[0].sum').name, 'facts')
  assert.equal(stepOfPath(steps, 'me.name').name, 'who')
  assert.equal(stepOfPath(steps, 'participant'), null)
})

test('a rule is asked with what is filled in, and not at all without', () => {
  const reckon = { from: { amount_fen: 'amount', cause: 'cause' } }
  assert.deepEqual(reckonInputs(reckon, { amount: 100 }), { amount_fen: 100 })
  assert.equal(reckonInputs(reckon, { note: 'x' }), null)
})

test('two versions differ in fields, not in the order of their parts', () => {
  const fields = form.map(({ field }) => field)
  assert.deepEqual(differing(fields, { me: { name: '张', phone: '' }, note: 'a' }, { me: { phone: undefined, name: '张' }, note: 'b' }).map((field) => field.name), ['note'])
  assert.deepEqual(differing(fields, {}, { loans: [] }), [])
})
