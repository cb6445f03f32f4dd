import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { canonical, checkForm, withoutMasked } from '../../src/core/form.js'
import { isMasked } from '../../src/core/identifiers.js'
import { moneyText } from '../../src/core/money.js'
import { fieldSentence } from '../../src/core/problem.js'
import { dayText, dayWords, lastMoment } from '../../src/core/time.js'
import zh from '../../src/core/zh.js'

const rows = readFileSync(new URL('../../../tests/vectors/fields.ndjson', import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line))

test('what people type becomes what the platform keeps, and what is wrong bears the same name', () => {
  assert.ok(rows.length > 50)
  for (const { type, min, max, options, typed, sent, code } of rows) {
    const field = { name: 'x', type, min, max, options: options && options.map((name) => ({ name })) }
    const value = canonical(field, typed)
    const what = `${type} ${JSON.stringify(typed)}`
    if (sent !== undefined) assert.deepEqual(value, sent, what)
    const errors = checkForm([{ field, required: false }], { x: value })
    assert.deepEqual(errors.map((one) => one.code), code ? [code] : [], what)
    for (const error of errors) assert.notEqual(fieldSentence(error, 'zh', (key) => zh[key] || key), zh['error.field'], `${what}: no words for ${code}`)
  }
})

test('money, days and what is masked read the same here and there', () => {
  const shown = readFileSync(new URL('../../../tests/vectors/shown.ndjson', import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  for (const row of shown) {
    const what = JSON.stringify(row)
    if (row.fen !== undefined) assert.equal(moneyText(row.fen), row.shown, what)
    if (row.instant) assert.deepEqual([dayText(row.instant), dayWords(row.instant, 'zh'), dayWords(row.instant, 'en')], [row.day, row.zh, row.en], what)
    if (row.due) assert.equal(dayText(lastMoment(row.due)), row.last, what)
    if (row.masked) assert.deepEqual([isMasked(row.value), isMasked(row.masked), withoutMasked({ x: row.masked })], [false, true, {}], what)
  }
})
