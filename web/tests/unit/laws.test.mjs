// What guides and forms rest on reads well in both languages, and names laws that are known.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import guides from '../../src/portal/data/guides.js'
import { basis, chinese } from '../../src/portal/data/laws.js'
import templates from '../../src/portal/data/templates.js'

test('numbers of articles as they are written', () => {
  for (const [number, text] of [[1, '一'], [10, '十'], [19, '十九'], [20, '二十'], [22, '二十二'], [100, '一百'], [107, '一百零七'], [110, '一百一十'], [122, '一百二十二'], [250, '二百五十']]) assert.equal(chinese(number), text)
})

test('articles one by one, from one to another, and of two laws', () => {
  assert.deepEqual(basis([['cpl', 122]]), { zh: '民事诉讼法第一百二十二条', en: 'Civil Procedure Law, Art. 122' })
  assert.deepEqual(basis([['fees', 15, 16]]), { zh: '诉讼费用交纳办法第十五条、第十六条', en: 'Measures on Litigation Fees, Arts. 15, 16' })
  assert.deepEqual(basis([['fees', [44, 47]]]), { zh: '诉讼费用交纳办法第四十四条至第四十七条', en: 'Measures on Litigation Fees, Arts. 44 to 47' })
  assert.equal(basis([['cpl', 62], ['interpretation', 89]]).zh, '民事诉讼法第六十二条；最高人民法院关于适用民事诉讼法的解释第八十九条')
  assert.equal(basis([['house']]).en, 'Rule of this platform')
})

test('every line of a guide, and every form, says what it rests on', () => {
  const all = guides.flatMap((guide) => guide.lines).concat(templates)
  for (const one of all) assert.ok(basis(one.by).zh.length > 4)
  // 法释〔2016〕15号 1: no fee for a protection order
  const free = guides.flatMap((guide) => guide.lines).filter((line) => line.zh.includes('人身安全保护令'))[0]
  assert.match(basis(free.by).zh, /反家庭暴力法第二十三条；.*法释〔2016〕15号/)
})
