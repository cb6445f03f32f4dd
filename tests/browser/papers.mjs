// A court paper at the desk: each value with its source, a change by hand kept as a change, another hand checks.
import { api, holds, person, signInByPhone, signInStaff, suit, tidy } from './house.mjs'
import { REFUSED_PARTY, STAFF } from './people.mjs'

const RULED = '起诉状所列被告只有姓名，不足以使其与他人相区别。'

export default async function papers(test, { browser, server, shots }) {
  const judge = await person(browser, server, { width: 1440, name: 'paper-judge', shots })
  const clerk = await person(browser, server, { width: 1440, name: 'paper-clerk', shots })
  const party = await person(browser, server, { width: 390, name: 'paper-party', shots })
  let paper = ''

  await test('papers: a ruling is drafted, and each value says where it came from', async () => {
    const { page } = clerk
    await signInByPhone(party, server, REFUSED_PARTY.phone)
    const matter = await suit(party.page, REFUSED_PARTY)
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await signInStaff(clerk, STAFF.clerk.login, STAFF.clerk.password)
    await api(judge.page, 'POST', `/matters/${matter}/refuse`, { ground: 'no_clear_defendant', reasons: '起诉状所列被告身份信息不足。' })
    paper = await page.evaluate(async () => (await (await fetch('/api/v1/matters?system=court_paper&state=draft&limit=1')).json()).items[0].id)
    await clerk.go(`/staff/matters/${paper}`)
    await page.locator('[data-testid="value-reasons"]', { hasText: '来自' }).waitFor()
    await page.locator('.editor-reads', { hasText: '不予受理' }).waitFor()
    await tidy(clerk, 'the draft of a paper')
    await clerk.shot('draft')
  })

  await test('papers: a value is changed with a reason, and what stood there before stays to be read', async () => {
    const { page } = clerk
    const value = page.locator('[data-testid="value-reasons"]')
    await value.getByRole('button').click()
    await value.locator('textarea').fill(RULED)
    await value.locator('button[type=submit]').click()
    await value.locator('.field-error').first().waitFor() // no reason was given
    await value.locator('#f-value-reason').fill('说清楚缺什么')
    await value.locator('button[type=submit]').click()
    await value.locator('del', { hasText: '身份信息不足' }).waitFor()
    await page.locator('.editor-reads', { hasText: RULED }).waitFor()
    await tidy(clerk, 'the changed draft')
    await clerk.shot('changed')
    holds(await value.getByText('说清楚缺什么').count() > 0, 'the reason is not shown')
  })
}
