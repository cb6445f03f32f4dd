// An agreement is confirmed by the court: taken over from the mediation, signed by both, received, ruled on, and read.
import { act, choose, send, write } from './form.mjs'
import { api, firstOf, holds, named, person, same, signInByPhone, signInStaff, tidy, tidyAt, until } from './house.mjs'
import { CREDITOR, DEBTOR, STAFF } from './people.mjs'

/** An agreement of the two, signed by all and effective; `disclosed`: what the mediator says of themselves. */
export async function agreed(people, one, other, disclosed = { disclosure: 'none' }) {
  const { desk, mediator } = people
  const party = ({ name, phone, id_number }) => [{ kind: 'person', person: { name, id_kind: 'resident_id', id_number, phone, address: { division: '421202', detail: '青龙路9号' } } }]
  const opened = await api(desk.page, 'POST', '/mediation', { court: '鄂1202', variant: 'A', cause: '03.06.055.07', amount: 1500000, facts: '合伙买的一批建材，结账时对剩余货款说法不一。', wish: '付清货款。', applicants: party(one), respondents: party(other) })
  const m = opened.id
  await api(desk.page, 'POST', `/matters/${m}/ask`, {})
  await api(people.debtor.page, 'POST', `/matters/${m}/agree`, {})
  await until(desk.page, m, 'choosing')
  const found = (await api(desk.page, 'GET', '/roster/mediators?court=鄂1202')).items.find((each) => each.name === '沈国栋')
  await api(desk.page, 'POST', `/matters/${m}/assign`, { mediator: found.id })
  await api(mediator.page, 'POST', `/matters/${m}/confirm`, { ...disclosed, warned: true })
  await api(mediator.page, 'POST', `/matters/${m}/draft_agreement`, { agreement_kind: 'full', facts: '双方核对了送货单。', terms: `${other.name}付${one.name}货款一万五千元。\n双方再无其他争议。`, performance: '2026年12月20日前付清。', obligations: [{ debtor: other.name, creditor: one.name, what: '付清货款', amount: 1500000, due_on: '2026-12-20' }] })
  for (const [who, name] of [['creditor', one.name], ['debtor', other.name]]) await api(people[who].page, 'POST', `/matters/${m}/sign`, { signature: { mode: 'screen', name } })
  await api(mediator.page, 'POST', `/matters/${m}/mediator_sign`, { signature: { mode: 'screen', name: '沈国栋' } })
  await api(desk.page, 'POST', `/matters/${m}/seal`, { seal_kind: 'none' })
  return m
}

export default async function confirmation(test, { browser, server, shots }) {
  const creditor = await person(browser, server, { width: 390, name: 'confirmation-creditor', shots })
  const debtor = await person(browser, server, { width: 1440, name: 'confirmation-debtor', shots })
  const judge = await person(browser, server, { width: 1440, name: 'confirmation-judge', shots })
  let matter = ''

  await test('confirmation: the agreement is taken over, nothing is typed again', async () => {
    const desk = await person(browser, server, { name: 'confirmation-desk', shots })
    const mediator = await person(browser, server, { name: 'confirmation-mediator', shots })
    for (const [who, one] of [[creditor, CREDITOR], [debtor, DEBTOR]]) {
      await signInByPhone(who, server, one.phone)
      await named(who, one)
    }
    await signInStaff(desk, STAFF.desk.login, STAFF.desk.password)
    await signInStaff(mediator, 'mediator_two', STAFF.mediator.password)
    const mediation = await agreed({ creditor, debtor, desk, mediator }, CREDITOR, DEBTOR)
    await creditor.go(`/matters/${mediation}`)
    await tidy(creditor, 'the agreed mediation')
    await creditor.shot('agreed')
    await act(creditor.page, 'apply_confirmation')
    matter = await firstOf(creditor.page, 'confirmation')
    await creditor.go(`/matters/${matter}`)
    await creditor.page.locator('.page-head .tag', { hasText: '准备申请' }).waitFor()
    await tidy(creditor, 'the prepared application')
    await creditor.shot('prepared')
    await creditor.page.click('[data-testid="action-prepare"]')
    await creditor.page.locator('[data-testid="step-agreement"]').first().waitFor()
    await tidy(creditor, 'the list of steps')
    await creditor.shot('steps')
    await creditor.page.click('[data-testid="step-agreement"]')
    const terms = creditor.page.locator('#f-terms')
    await terms.waitFor()
    holds((await terms.inputValue()).includes('货款一万五千元'), 'the terms were not taken over')
    await tidy(creditor, 'the agreement step')
    await creditor.shot('agreement')
    await desk.close()
    await mediator.close()
  })

  await test('confirmation: both sign, and only then the court has it', async () => {
    const now = await api(creditor.page, 'GET', `/matters/${matter}`)
    const { cause, facts, terms, performance, effective_on } = now.fields
    await api(creditor.page, 'POST', `/matters/${matter}/prepare`, { application_kind: 'written', cause, facts, terms, performance, effective_on, content: ['payment'], ground: 'invited', pledge: true, signature: { mode: 'screen', name: CREDITOR.name } })
    await debtor.go(`/matters/${matter}`)
    await tidy(debtor, 'what the other side is asked')
    await debtor.shot('asked')
    await debtor.page.click('[data-testid="action-join"]')
    await debtor.page.locator('#f-signature-name, [data-testid="form-submit"]').first().waitFor()
    await choose(debtor.page, 'pledge', '是')
    await choose(debtor.page, 'signature.mode', '屏幕')
    await write(debtor.page, 'signature.name', DEBTOR.name)
    await tidy(debtor, 'the form to join')
    await debtor.shot('join')
    await send(debtor.page)
    await until(debtor.page, matter, 'received')
  })

  await test('confirmation: the judge sees the hints with their articles, hears both, and rules', async () => {
    const { page } = judge
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await judge.go(`/staff/matters/${matter}`)
    await page.getByText('仅供参考').first().waitFor()
    await tidy(judge, 'the application at the desk')
    await judge.shot('desk')
    await api(page, 'POST', `/matters/${matter}/accept`, {})
    await api(page, 'POST', `/matters/${matter}/invite`, { hearing_at: '2026-11-26T09:30:00+08:00', hearing_place: '第三调解室' })
    await judge.go('/staff/calendar?whose=court&day=2026-11-26')
    await page.locator('.cal-fixed', { hasText: '09:30' }).first().waitFor({ state: 'attached' })
    await page.locator('[data-testid="calendar-day"]', { hasText: '第三调解室' }).waitFor()
    await tidy(judge, 'the hearing in the calendar')
    await judge.shot('calendar')
    await tidyAt(390, judge, 'the hearing in the calendar', 'calendar')
    await judge.go(`/staff/matters/${matter}`)
    await page.click('[data-testid="action-hear"]')
    for (const field of ['all_present', 'voluntary', 'understood', 'no_harm']) await choose(page, field, '是')
    await write(page, 'hearing_note', '双方到场，确认协议自愿达成，清楚确认的后果。')
    await tidy(judge, 'the record of the hearing')
    await judge.shot('hear')
    await send(page)
    await judge.go(`/staff/matters/${matter}`)
    await act(page, 'confirm')
    await until(page, matter, 'ruling')
  })

  await test('confirmation: the ruling is sealed, signed for, and says what may be done', async () => {
    const assistant = await person(browser, server, { name: 'confirmation-assistant', shots })
    await signInStaff(assistant, 'judge_assistant', STAFF.judge.password)
    const paper = (await api(assistant.page, 'GET', '/matters?system=court_paper&state=draft&limit=1')).items[0].id
    await assistant.go(`/staff/matters/${paper}`)
    await assistant.page.locator('.editor-reads', { hasText: '调解协议有效' }).waitFor()
    await tidy(assistant, 'the draft of the ruling')
    await assistant.shot('ruling')
    await api(assistant.page, 'POST', `/matters/${paper}/check`, {})
    await api(judge.page, 'POST', `/matters/${paper}/sign_off`, {})
    await until(judge.page, matter, 'serving')
    await creditor.go(`/matters/${matter}`)
    await tidy(creditor, 'the ruling to sign for')
    await creditor.shot('serving')
    await act(creditor.page, 'receive')
    await api(debtor.page, 'POST', `/matters/${matter}/receive`, {})
    await until(debtor.page, matter, 'effective')
    await creditor.go(`/matters/${matter}`)
    await creditor.page.locator('.page-head .tag', { hasText: '已经法院确认' }).waitFor()
    same(await creditor.page.locator('[data-testid="action-ask_enforcement"]').count(), 1, 'doors to enforcement')
    await tidy(creditor, 'the confirmed agreement')
    await creditor.shot('effective')
    await assistant.close()
  })
  for (const who of [creditor, debtor, judge]) await who.close()
}
