import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { kinds } from '../../src/kit/samples/samples.js'

const kit = fileURLToPath(new URL('../../src/kit/', import.meta.url))
const read = (name) => readFileSync(kit + name, 'utf8')

test('the page of the kit shows every part, by itself or inside another', () => {
  const parts = readdirSync(kit).filter((name) => /\.vue$/.test(name))
  const shown = new Set()
  const walk = (text) => {
    for (const [, name] of text.matchAll(/from '\.{1,2}\/(\w+\.vue)'/g)) {
      if (!parts.includes(name) || shown.has(name)) continue
      shown.add(name)
      walk(read(name))
    }
  }
  walk(read('samples/Kit.vue') + read('samples/Samples.vue'))
  assert.deepEqual(parts.filter((name) => !shown.has(name)), [])
})

test('the page of the kit shows every kind of field there is', () => {
  const c = readFileSync(new URL('../../../src/definition/field_type.c', import.meta.url), 'utf8')
  const known = [...c.matchAll(/\[FIELD_[A-Z_]+\] = \{"(\w+)"/g)].map((match) => match[1])
  assert.ok(known.length > 20)
  assert.deepEqual(known.filter((name) => !kinds.includes(name)), [])
})

test('no built page has the kit', () => {
  const config = readFileSync(new URL('../../vite.config.mjs', import.meta.url), 'utf8')
  assert.ok(!/kit\.html/.test(config))
})
