import assert from 'node:assert/strict'
import { changeLeaves } from '../../src/core/corrections.js'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { carriesLink, intent, query, setLink } from '../../src/core/api.js'
import { canonicalBody, checkForm, formOf, isShown, isShownAt, pathFields, pathOfDocument, pathParts, pathTitle, withoutMasked } from '../../src/core/form.js'
import { creditCodeValid, dateCanonical, dateValid, isMasked, phoneValid, residentIdValid } from '../../src/core/identifiers.js'
import { handingIn } from '../../src/core/definitions.js'
import { marked } from '../../src/core/marked.js'
import { fenToYuan, moneyText, yuanToFen } from '../../src/core/money.js'
import { isPassing, problemWords } from '../../src/core/problem.js'
import { dayText, dayWords, dueState, lastMoment, timeText } from '../../src/core/time.js'

const source = fileURLToPath(new URL('../../src/', import.meta.url))
/** Groups of words by name: '' is the shell's, in the first load. */
const words = {}
for (const name of readdirSync(`${source}core`).map((file) => /^zh(?:-(\w+))?\.js$/.exec(file)).filter(Boolean).map((match) => match[1] || '')) {
  const read = async (language) => (await import(`../../src/core/${language}${name && `-${name}`}.js`)).default
  words[name] = { zh: await read('zh'), en: await read('en') }
}
const { zh, en } = words['']

const table = (name, rows, check) => test(name, () => { for (const row of rows) check(...row) })

table('yuan typed by people become fen without a float', [
  ['60000', 6000000], ['60,000.50', 6000050], ['６０，０００．５', 6000050], [' 18600 元', 1860000], ['0.07', 7], ['1.1', 110], ['4.35', 435], ['9007199254740.99', 900719925474099],
  ['', null], ['-5', null], ['1.234', null], ['一千', null], ['12a', null], ['1.2.3', null], ['99999999999999', null],
], (text, fen) => assert.equal(yuanToFen(text), fen, text))

table('fen read as yuan', [[0, '0.00', '0.00'], [7, '0.07', '0.07'], [5230050, '52300.50', '52,300.50'], [100000000000, '1000000000.00', '1,000,000,000.00'], [-150, '-1.50', '-1.50'], [null, '', '']],
  (fen, edited, read) => { assert.equal(fenToYuan(fen), edited); assert.equal(moneyText(fen), read) })

table('resident identity numbers', [
  ['11010519491231002X', true], ['11010519491231002x', true], ['１１０１０５１９４９１２３１００２Ｘ', true], ['110105 19491231 002X', true],
  ['110105194912310021', false], ['110105194913310027', false], ['11010519491231002', false], ['', false], ['abc', false],
], (id, good) => assert.equal(residentIdValid(id), good, id))

test('where a document stands in what was filled in', () => {
  const values = { file: ['X1'], evidence: [{ files: ['X2'] }, { name: '借条', files: ['X3', 'X4'] }], signature: { document: ['X5'] } }
  for (const [id, path] of [['X1', 'file'], ['X4', 'evidence[1].files'], ['X5', 'signature.document'], ['X9', '']]) assert.equal(pathOfDocument(values, id), path)
})

test('a file on its way up counts while its place is asked for', () => {
  const fields = [{ name: 'kind', type: 'choice' }, { name: 'proof', type: 'document_list', show: { kind: ['paper'] } }, { name: 'signature', type: 'signature' }, { name: 'rows', type: 'group', fields: [{ name: 'files', type: 'document_list' }] }]
  for (const [values, path, shown] of [
    [{ kind: 'paper' }, 'proof', true],
    [{ kind: 'none' }, 'proof', false],
    [{}, 'signature.document', true], // on screen is how one signs before anything is chosen
    [{ signature: { mode: 'paper' } }, 'signature.document', true],
    [{ rows: [{}] }, 'rows[0].files', true],
    [{}, 'gone', false],
  ]) assert.equal(isShownAt(fields, values, path), shown, `${path} ${JSON.stringify(values)}`)
})

table('unified social credit codes', [['91421202MAC1X2Y369', true], ['91421202mac1x2y369', true], ['91421202MAC1X2Y368', false], ['91421202MAC1X2YI69', false], ['', false]],
  (code, good) => assert.equal(creditCodeValid(code), good, code))

table('telephone numbers', [['13800138000', true], ['138 0013 8000', true], ['0715-8321234', true], ['12368', false], ['2380013800', false], ['', false]],
  (phone, good) => assert.equal(phoneValid(phone), good, phone))

test('the hints on identifiers agree with every worked example of the law', () => {
  const checks = { resident_id: residentIdValid, credit_code: creditCodeValid, phone: phoneValid }
  const examples = readFileSync(new URL('../../../tests/law/examples.ndjson', import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  const own = examples.filter((one) => checks[one.in.rule])
  assert.ok(own.length > 25)
  for (const { in: given, out } of own) assert.equal(checks[given.rule](given.text), out.valid, given.text)
})

test('what the law masks is known as masked', () => {
  const examples = readFileSync(new URL('../../../tests/law/examples.ndjson', import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  const own = examples.filter((one) => one.in.rule === 'mask' && one.in.kind !== 'name') // a name's one star is no mark: names may be typed again
  assert.ok(own.length > 3)
  for (const { in: given, out } of own) assert.deepEqual([isMasked(given.text), isMasked(out.text)], [false, true], out.text)
})

table('dates as people write them', [['2026-01-31', '2026-01-31', true], ['2026/1/3', '2026-01-03', true], ['2026年1月3日', '2026-01-03', true], ['２０２６．２．２８', '2026-02-28', true], ['20260131', '2026-01-31', true],
  ['2026-02-30', '2026-02-30', false], ['yesterday', 'yesterday', false]], (typed, canonical, good) => {
  assert.equal(dateCanonical(typed), canonical)
  assert.equal(dateValid(canonical), good, typed)
})

test('what is masked is known', () => {
  assert.ok(isMasked('110105********002X'))
  assert.ok(!isMasked('3*4'))
  assert.deepEqual(withoutMasked({ me: { name: '张三', phone: '138****8000' }, rows: [{ a: '1' }] }), { me: { name: '张三' }, rows: [{ a: '1' }] })
})

test('court time is China Standard Time', () => {
  assert.equal(dayText('2026-11-24T16:30:00Z'), '2026-11-25')
  assert.equal(timeText('2026-11-24T23:05:00+08:00'), '2026-11-24 23:05')
  assert.equal(dayText('2026-11-24'), '2026-11-24')
  assert.equal(dayWords('2026-11-24', 'zh'), '2026年11月24日')
  assert.equal(dayWords('2026-11-24', 'en'), '24 November 2026')
  assert.equal(dayText('nonsense'), '')
})

test('a period that ends at midnight ends with the day before', () => {
  assert.equal(dayText(lastMoment('2026-12-02T00:00:00+08:00')), '2026-12-01')
  assert.equal(dayText(lastMoment('2026-12-02T12:00:00+08:00')), '2026-12-02')
})

table('how pressing a due time is', [
  ['2026-12-02T00:00:00+08:00', 'due.left', 7, 'ok'], ['2026-11-27T00:00:00+08:00', 'due.left', 2, 'amber'], ['2026-11-26T00:00:00+08:00', 'due.tomorrow', 1, 'amber'],
  ['2026-11-25T00:00:00+08:00', 'due.today', 0, 'red'], ['2026-11-24T09:00:00+08:00', 'due.over_today', 0, 'red'], ['2026-11-22T00:00:00+08:00', 'due.over', -3, 'red'],
], (due, key, days, tone) => assert.deepEqual(dueState(due, Date.parse('2026-11-24T10:00:00+08:00')), { days, tone, key }, due))

const t = (texts) => (key, args) => (texts[key] === undefined ? key : texts[key].replace(/\{(\w+)\}/g, (all, name) => args[name]))

test('a refusal becomes sentences: the server\'s first, ours otherwise', () => {
  const own = problemWords({ status: 422, title: '有误', title_en: 'Wrong', next: '请改正。', errors: [{ path: 'a', code: 'required', text: '请填写姓名。', text_en: 'Enter the name.' }] }, 'en', t(en))
  assert.equal(own.title, 'Wrong')
  assert.equal(own.next, '请改正。')
  assert.deepEqual(own.errors, [{ path: 'a', code: 'required', text: 'Enter the name.' }])
  const ours = problemWords({ status: 422, errors: [{ path: 'b', code: 'money.range', args: ['0.01', '100.00'] }, { path: 'c', code: 'never.heard' }] }, 'zh', t(zh))
  assert.equal(ours.title, zh['problem.422.title'])
  assert.equal(ours.errors[0].text, '金额应在 0.01 元至 100.00 元之间。')
  assert.equal(ours.errors[1].text, zh['error.field'])
  assert.match(problemWords({ status: 503, retry_after: 7 }, 'zh', t(zh)).next, /7 秒/)
  assert.equal(problemWords({ status: 500 }, 'zh', t(zh)).title, zh['problem.other.title'])
})

test('only what may pass is tried again', () => {
  for (const status of [0, 429, 502, 503, 504]) assert.ok(isPassing({ status }), String(status))
  for (const status of [400, 401, 403, 409, 412, 422, 500]) assert.ok(!isPassing({ status }), String(status))
})

test('one intent keeps its idempotency key, a changed body gets another', () => {
  const key = intent()
  const first = key({ a: 1 })
  assert.equal(key({ a: 1 }), first)
  assert.notEqual(key({ a: 2 }), first)
  assert.match(first, /^[0-9a-f]{36}$/)
})

test('a participant\'s link speaks for its own matter only', () => {
  setLink('t0ken', 'F3K9')
  assert.deepEqual(['/link', '/matters/F3K9', '/matters/F3K9/events', '/documents'].map(carriesLink), [true, true, true, true])
  assert.deepEqual(['/matters', '/matters/M7AA', '/session', '/outbox'].map(carriesLink), [false, false, false, false])
  setLink('')
  assert.equal(carriesLink('/link'), false)
})

test('query strings leave out what is not given', () => {
  assert.equal(query({ q: '借贷', state: '', cursor: null, mine: 1 }), '?q=%E5%80%9F%E8%B4%B7&mine=1')
  assert.equal(query({}), '')
})

const definition = {
  fields: [
    { name: 'kind', type: 'choice', options: [{ name: 'loan' }, { name: 'family' }] },
    { name: 'due', type: 'date', show: { kind: ['loan'] } },
    { name: 'amount', type: 'money', min: 1, max: 10000 },
    { name: 'me', type: 'person' },
    { name: 'others', type: 'group', min: 1, max: 2, fields: [{ name: 'who', type: 'text', required: true, max: 5 }] },
    { name: 'sum', type: 'computed' },
  ],
}

test('a form names fields, by text or by object; computed ones are not asked', () => {
  const names = formOf(['kind!', 'due', { name: 'amount', required: true }, 'sum', 'gone'], definition).map((item) => [item.field.name, item.required])
  assert.deepEqual(names, [['kind', true], ['due', false], ['amount', true]])
})

test('hidden fields do not travel, untouched persons are not given', () => {
  const form = formOf(['kind!', 'due', 'amount', 'me', 'others!'], definition)
  const body = canonicalBody(form, { kind: 'family', due: '2026/1/3', amount: '12.5', me: { id_kind: 'resident_id' }, others: [{ who: ' 李四 ' }, {}] })
  assert.deepEqual(body, { kind: 'family', amount: 1250, others: [{ who: '李四' }] })
  assert.equal(canonicalBody(form, { kind: 'loan', due: '2026/1/3' }).due, '2026-01-03')
  assert.ok(!isShown(definition.fields[1], { kind: 'family' }))
})

test('mistakes are named by their path, all at once', () => {
  const form = formOf(['kind!', 'amount', 'me!', 'others!'], definition)
  const body = canonicalBody(form, { amount: '1,000.00', me: { id_kind: 'resident_id', id_number: '123' }, others: [{ who: '六个字太长了' }] })
  assert.deepEqual(checkForm(form, body).map((error) => [error.path, error.code]), [
    ['kind', 'required'], ['amount', 'money.range'], ['me.name', 'required'], ['me.id_number', 'resident_id.checksum'], ['others[0].who', 'text.too_long'],
  ])
  assert.deepEqual(checkForm(form, canonicalBody(form, { kind: 'loan', amount: 'viel', me: { name: '张三' }, others: [{ who: 'a' }] })).map((error) => error.code), ['type.money'])
})

test('paths lead to fields', () => {
  assert.deepEqual(pathParts('plaintiffs[0].person.id_number'), ['plaintiffs', 0, 'person', 'id_number'])
  assert.deepEqual(pathFields(definition.fields, 'others[1].who').map(({ field, row }) => [field.name, row]), [['others', 1], ['who', null]])
  assert.deepEqual(pathFields(definition.fields, 'me.id_number').map(({ field }) => field.name), ['me', 'id_number'])
  const say = (words, name) => words[name].zh
  const rows = [{ name: 'rows', type: 'group', title: { zh: '原告' }, fields: [{ name: 'sum', type: 'money', title: { zh: '金额' } }, { name: 'bare', type: 'text' }] }]
  assert.equal(pathTitle(rows, 'rows[1].sum', say), '原告 2 · 金额')
  assert.equal(pathTitle(rows, 'rows[1].other', say), '')
  assert.equal(pathTitle(rows, 'rows[1].bare', say), '')
  assert.equal(pathTitle([], 'sum', say), '')
})

test('both languages have the same texts with the same places to fill, and no text is there twice', () => {
  const seen = {}
  for (const name of Object.keys(words)) {
    const one = words[name].zh
    const other = words[name].en
    assert.deepEqual(Object.keys(one).sort(), Object.keys(other).sort(), name)
    for (const key of Object.keys(one)) {
      const places = (text) => (text.match(/\{\w+\}/g) || []).sort()
      assert.deepEqual(places(one[key]), places(other[key]), key)
      assert.ok(other[key].trim() && one[key].trim(), key)
      assert.equal(seen[key], undefined, `${key} is in ${name} and in ${seen[key]}`)
      seen[key] = name
    }
  }
})

test('every text a page asks for exists and comes with the page; words the court never says are absent', () => {
  const groupOf = {}
  for (const name of Object.keys(words)) for (const key of Object.keys(words[name].zh)) groupOf[key] = name
  const registered = readdirSync(`${source}core`).map((file) => /^words-(\w+)\.js$/.exec(file)).filter(Boolean).map((match) => match[1]) // others come with i18n.js, the workbench or a route
  for (const file of readdirSync(source, { recursive: true }).map(String).filter((name) => /\.(vue|js)$/.test(name))) {
    const text = readFileSync(source + file, 'utf8')
    for (const match of text.matchAll(/\b(?:t|both)\('([a-z0-9_.]+)'/g)) {
      const group = groupOf[match[1]]
      assert.ok(group !== undefined, `${file}: ${match[1]}`)
      assert.ok(!registered.includes(group) || text.includes(`/words-${group}.js'`), `${file}: ${match[1]} is a word of words-${group}.js, which it does not import`)
    }
    assert.ok(!/ style="/.test(text), `${file}: no style attribute (CSP)`)
  }
  for (const name of Object.keys(words)) for (const text of Object.values(words[name].zh)) assert.ok(!/驳回|审核不通过|缴纳|帐号|用户|订单|其它/.test(text), text)
})

table('words that were searched for are marked where they stand', [
  ['原告段志强借款', '志强 借款', '原告段[志强][借款]'], ['ABC合同', 'abc', '[ABC]合同'], ['没有', '别的', '没有'], ['', '词', ''], ['一二', '', '一二'], ['借条借条一张', '借条，借条一张', '[借条][借条一张]'],
], (text, words, wanted) => assert.equal(marked(text, words).map((part) => (part.hit ? `[${part.text}]` : part.text)).join(''), wanted))

table('what a correction changed, leaf by leaf', [
  [{ field: 'sides', row: 0, before: { kind: 'person', person: { name: '甲', phone: '1' } }, after: { kind: 'person', person: { name: '乙', phone: '1' } } }, 'sides/person/name 甲→乙'],
  [{ field: 'sides', row: 0, before: { kind: 'person' }, after: { kind: 'person', person: { name: '乙' } } }, 'sides/person/name →乙'],
  [{ field: 'cause', row: null, before: '1', after: '2' }, 'cause 1→2'],
  [{ field: 'sides', row: 0, before: { person: { phone: '139****1052' } }, after: { person: { phone: '139****1052' } } }, 'sides →'],
  [{ field: 'gone', row: null, before: '1', after: '2' }, ''],
], (change, wanted) => {
  const fields = [{ name: 'cause', type: 'cause' }, { name: 'sides', type: 'group', fields: [{ name: 'kind', type: 'text' }, { name: 'person', type: 'person' }] }]
  const said = changeLeaves(change, fields).map((leaf) => `${leaf.titles.map((one) => one.name).join('/')} ${leaf.before || ''}→${leaf.after || ''}`)
  assert.equal(said.join('; '), wanted)
})

test('the step that hands in is one for these roles, out of the initial state', () => {
  const definition = {
    states: [{ name: 'draft', initial: true }, { name: 'choosing' }],
    actions: [
      { name: 'tell', from: ['draft'], to: 'choosing', by: ['applicant'], form: ['a'] },
      { name: 'lapse', from: ['draft'], to: 'choosing', by: ['window_clerk'], form: ['a', 'b', 'c'], internal: true },
      { name: 'change', from: ['draft'], by: ['window_clerk'], form: ['a', 'b', 'c'] },
      { name: 'withdraw', from: ['draft'], to: 'closed', by: ['window_clerk'], form: ['a'] },
      { name: 'tell_on_behalf', from: ['draft'], to: 'choosing', by: ['window_clerk'], form: ['a', 'b'] },
      { name: 'choose', from: ['choosing'], to: 'closed', by: ['window_clerk'], form: ['a', 'b', 'c'] },
    ],
  }
  assert.equal(handingIn(definition, ['trial_judge', 'window_clerk']), 'tell_on_behalf')
  assert.equal(handingIn(definition, ['trial_judge']), '')
  assert.equal(handingIn({ states: [], actions: [] }, ['window_clerk']), '')
})
