// A filing across courts: the window here, the desk there, the party at home, and the table of those who lead both.
import { api, firstOf, holds, holdsField, named, person, same, signInByPhone, signInStaff, tidy, tidyAt, until } from './house.mjs'
import { CROSS_PARTY, STAFF } from './people.mjs'

const HOME = { division: '421202', detail: '温泉街道双鹤路66号' }

/** A page of paper, as the window's scanner gives it. */
const scanned = (page, name) => page.evaluate(async (name) => {
  const csrf = await fetch('/api/v1/session').then((reply) => reply.json())
  const bytes = new TextEncoder().encode('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
  const reply = await fetch(`/api/v1/documents?name=${encodeURIComponent(name)}`, { method: 'POST', headers: { 'Content-Type': 'application/pdf', 'Idempotency-Key': crypto.randomUUID(), ...(csrf.csrf && { 'X-CSRF': csrf.csrf }) }, body: bytes })
  const one = await reply.json()
  if (!reply.ok) throw new Error(JSON.stringify(one))
  return one.id
}, name)

async function pushed(page, more) {
  const { id } = await api(page, 'POST', '/cross_filing', { court: '鄂1202' })
  const x = await scanned(page, '起诉状.pdf')
  const body = { kind: 'civil', competent_court: '鄂1281', cause: '04.10.088', amount: 3200000, jurisdiction_ground: 'defendant_domicile',
    plaintiffs: [{ kind: 'person', person: { name: CROSS_PARTY.name, id_kind: 'resident_id', id_number: CROSS_PARTY.id_number, phone: CROSS_PARTY.phone, address: HOME } }],
    defendants: [{ kind: 'organisation', organisation: { name: '赤壁市蒲圻砖茶有限公司', address: { division: '421281', detail: '陆水湖大道18号' }, legal_representative: '鲁万青' } }],
    claims: '判令被告支付货款三万二千元。', facts: '2026年3月供货，约定6月底付清，至今未付。', service_name: CROSS_PARTY.name, service_address: HOME, service_phone: CROSS_PARTY.phone, electronic_service: true, mediation_willing: 'no', risk_notice_read: true, signature: { mode: 'paper', name: CROSS_PARTY.name },
    scan_complaint: [x], scan_identity: [x], scan_address: [x], scan_evidence: [x], originals: [{ name: '送货单', pages: 3 }], ...more }
  await api(page, 'POST', `/matters/${id}/push`, body)
  return id
}

export default async function cross(test, { browser, server, shots }) {
  const window = await person(browser, server, { width: 1440, name: 'cross-window', shots })
  const desk = await person(browser, server, { width: 1440, name: 'cross-desk', shots })
  const party = await person(browser, server, { width: 390, name: 'cross-party', shots })
  let here = ''
  let there = ''

  await test('cross: the window scans by the checklist and passes it on', async () => {
    await signInByPhone(party, server, CROSS_PARTY.phone)
    await named(party, CROSS_PARTY)
    await signInStaff(window, STAFF.window.login, STAFF.window.password)
    const { id } = await api(window.page, 'POST', '/cross_filing', { court: '鄂1202' })
    await window.go(`/staff/matters/${id}/do/push`)
    await window.page.locator('#f-claims').waitFor()
    await tidy(window, 'the form at the window')
    await window.shot('form')
    await tidyAt(390, window, 'the form at the window', 'form-390')
    await api(window.page, 'POST', `/matters/${id}/discard`, {})
    here = await pushed(window.page, {})
    await signInStaff(desk, STAFF.chibi.login, STAFF.chibi.password)
    there = await firstOf(desk.page, 'cross_review')
    await until(desk.page, there, 'waiting')
    await window.go(`/staff/matters/${here}`)
    await tidy(window, 'passed on')
    await window.shot('sent')
  })

  await test('cross: the other desk has the time left before its eyes, and takes it', async () => {
    await api(desk.page, 'POST', `/matters/${there}/say`, { desk_text: '送货单原件随后寄来即可。' })
    await desk.go(`/staff/matters/${there}`)
    await desk.page.locator('[data-testid="action-accept"]').waitFor()
    await tidy(desk, 'to be answered')
    await desk.shot('waiting')
    await tidyAt(390, desk, 'to be answered', 'waiting-390')
    await api(desk.page, 'POST', `/matters/${there}/accept`, {})
    const filing = await firstOf(desk.page, 'filing') // the newest stands first
    await until(desk.page, filing, 'review')
    const { number } = await api(desk.page, 'POST', `/matters/${filing}/register`, { procedure: 'summary' })
    await holdsField(window.page, here, 'case_number', number)
    await desk.go(`/staff/matters/${there}`)
    await tidy(desk, 'taken')
    await desk.shot('accepted')
  })

  await test('cross: number and notice are at the window, and at home', async () => {
    await window.go(`/staff/matters/${here}`)
    await window.page.locator('[data-testid="action-print_paper"]').waitFor()
    await tidy(window, 'the number has come')
    await window.shot('number')
    await tidyAt(390, window, 'the number has come', 'number-390')
    await party.go(`/matters/${here}`)
    await party.page.getByText('管辖法院已接收').first().waitFor()
    same(await party.page.getByText('送货单原件随后寄来').count(), 0, 'words of the desks the party reads')
    await tidy(party, 'the party')
    await party.shot('registered')
    await tidyAt(1440, party, 'the party', 'registered-1440')
  })

  await test('cross: refused with reasons, and the party reads where to turn', async () => {
    const other = await pushed(window.page, { originals: [] })
    let matter = there
    for (let i = 0; matter === there && i < 50; i++) matter = await firstOf(desk.page, 'cross_review') // the newest stands first
    await until(desk.page, matter, 'waiting')
    await api(desk.page, 'POST', `/matters/${matter}/refuse`, { ground: 'wrong_court', reasons: '被告住所地和合同履行地都不在本市。', right_court: '鄂12' })
    await until(window.page, other, 'refused')
    await party.go(`/matters/${other}`)
    await party.page.getByText('被告住所地和合同履行地都不在本市').first().waitFor()
    await tidy(party, 'refused')
    await party.shot('refused')
  })

  for (const width of [390, 1440]) {
    await test(`cross: the head of filing reads the pairs, at ${width}`, async () => {
      const head = await person(browser, server, { width, name: `cross-head-${width}`, shots })
      await signInStaff(head, STAFF.head.login, STAFF.head.password)
      await head.go('/staff/cross')
      await head.page.locator('[data-testid="cross-pairs"] tbody tr').first().waitFor()
      holds((await head.page.locator('[data-testid="cross-pairs"]').innerText()).includes('赤壁市人民法院'), 'no pair')
      await tidy(head, 'the pairs')
      await head.shot('pairs')
      await head.close()
    })
  }
  await Promise.all([window, desk, party].map((one) => one.close()))
}
