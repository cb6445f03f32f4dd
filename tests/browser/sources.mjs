// Where disputes come from, as a leader of the court reads it; nobody else finds it in the menu.
import { act, send, write } from './form.mjs'
import { api, firstOf, firstThat, holds, named, person, signInByPhone, signInStaff, suit, tidy, tidyAt } from './house.mjs'
import { OWED, STAFF } from './people.mjs'

export default async function sources(test, { browser, server, shots }) {
  for (const width of [390, 1440]) {
    await test(`sources: a leader reads where disputes come from, at ${width}`, async () => {
      const leader = await person(browser, server, { width, name: `sources-${width}`, shots })
      await signInStaff(leader, STAFF.leader.login, STAFF.leader.password)
      await leader.go('/staff/sources')
      await leader.page.locator('[data-testid="sources-lines"] tbody tr').nth(4).waitFor()
      await leader.page.selectOption('#sources-axis', 'kind')
      await leader.page.locator('h2', { hasText: '案由' }).waitFor()
      holds((await leader.page.locator('[data-testid="sources-suits"]').innerText()).includes('大塘镇'), 'no township')
      await tidy(leader, 'where disputes come from')
      await leader.shot('sources')
      await leader.close()
    })
  }
  await test('sources: a warning is looked at and confirmed, and an advice letter is drafted from it', async () => {
    const desk = await person(browser, server, { width: 1440, name: 'sources-desk', shots })
    const head = await person(browser, server, { name: 'sources-head', shots })
    const party = await person(browser, server, { width: 390, name: 'sources-party', shots })
    const { page } = desk
    await signInStaff(desk, STAFF.desk.login, STAFF.desk.password)
    await signInStaff(head, STAFF.head.login, STAFF.head.password)
    await signInByPhone(party, server, OWED.phone)
    await named(party, OWED)
    const set = (name, value) => api(head.page, 'POST', '/settings', { court: '鄂1202', system: 'governance', name, valid_from: '2026-11-24', value })
    await set('respondent_times', '0')
    await set('respondent_count', '1')
    await suit(party.page, OWED)
    const warning = await firstThat(page, 'governance', (one) => one.fields.rule === 'respondent', 'no warning of one respondent')
    await set('respondent_count', '10') // no other group is warned of
    await set('respondent_times', '3')
    await desk.go(`/staff/matters/${warning}`)
    await page.getByText('同一被告').first().waitFor()
    await tidy(desk, 'a warning')
    await desk.shot('warning')
    await tidyAt(390, desk, 'a warning', 'warning')
    await page.click('[data-testid="action-confirm"]')
    await write(page, 'note', '多名出借人起诉同一借款人，借款去向相同。')
    await send(page)
    await desk.go(`/staff/matters/${warning}`)
    await act(page, 'draft_advice')
    await desk.go(`/staff/matters/${await firstOf(page, 'advice_letter')}`)
    await page.click('[data-testid="action-hand_in"]')
    await page.locator('#f-problem').waitFor()
    holds((await page.inputValue('#f-problem')).includes('借款去向相同'), 'the letter begins without the note on the warning')
    await tidy(desk, 'the letter to be written')
    await desk.shot('letter-form')
    await write(page, 'body_name', '咸宁市金融工作局')
    await write(page, 'advice', '核查借款公司的经营范围和资金去向。')
    await send(page)
    await page.locator('.page-head .tag', { hasText: '审批' }).first().waitFor()
    await tidy(desk, 'the letter handed in')
    await desk.shot('letter')
    await tidyAt(390, desk, 'the letter handed in', 'letter')
    for (const one of [desk, head, party]) await one.close()
  })
}
