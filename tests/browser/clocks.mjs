// Clocks that explain themselves: a suit handed in at the year's end, its clock provisional; the administrator looks at
// what a holiday table would move, publishes it, and the party reads the moved clock day by day.
import { eventually, holds, moveClock, person, root, same, signInByPhone, signInStaff, suit, tidy } from './house.mjs'
import { CLOCK_PARTY, STAFF } from './people.mjs'

const TABLE = '2027-01-01 元旦 放假\n2027-01-02 元旦 放假\n2027-01-03 元旦 放假\n2027-01-04 元旦 放假\n2027-01-09 元旦 上班\n'

export default async function clocks(test, { browser, server, shots }) {
  const party = await person(browser, server, { width: 390, name: 'clock-party', shots })
  const admin = await person(browser, server, { width: 1440, name: 'clock-admin', shots })
  let matter = ''

  await test('clocks: a suit at the end of a year has a provisional clock', async () => {
    await moveClock(server, '2026-12-28T09:00:00+08:00')
    await signInByPhone(party, server, CLOCK_PARTY.phone)
    matter = await suit(party.page, CLOCK_PARTY)
    await party.go(`/matters/${matter}`)
    await party.page.getByText('日期暂定').first().waitFor()
    await party.page.click('[data-testid="clocks"]')
    await party.page.locator('[data-testid="clock"]').first().waitFor()
    await tidy(party, 'the ledger of clocks')
  })

  await test('clocks: the administrator sees what a table would move, and publishes it', async () => {
    const { page } = admin
    await signInStaff(admin, STAFF.admin.login, STAFF.admin.password)
    await admin.go('/staff/holidays')
    await page.locator('strong.num', { hasText: '2027' }).waitFor()
    await page.fill('#f-lines', TABLE)
    await page.click('form.small-form button[type=submit]')
    await page.locator('[data-testid="preview"] code', { hasText: matter }).first().waitFor()
    await tidy(admin, 'the preview of a table')
    await admin.shot('preview')
    await page.click('[data-testid="publish"]')
    await page.locator('[data-testid="loaded"]').waitFor()
    await tidy(admin, 'the published table')
  })

  await test('clocks: the party reads the moved clock day by day', async () => {
    const { page } = party
    await eventually(page, async (id) => (await (await fetch(`/api/v1/matters/${id}/deadlines`)).json()).items[0].last_day === '2027-01-05', matter)
    await party.go(`/matters/${matter}/clocks`)
    await page.locator('[data-testid="clock"] button[aria-expanded]').first().click()
    await page.locator('[data-testid="clock-days"] tr', { hasText: '2027-01-05' }).waitFor()
    const days = await page.locator('[data-testid="clock-days"]').first().innerText()
    for (const text of ['当日不计', '第7日', '元旦', '最后一日']) holds(days.indexOf(text) >= 0, `the days do not say "${text}"`)
    await tidy(party, 'the clock day by day')
    await party.shot('days')
  })

  await test('proof: the party takes the proof of the case away, and the page checks it', async () => {
    const { page } = party
    await party.go(`/matters/${matter}`)
    await page.locator('summary', { hasText: '证据包' }).click()
    const download = page.waitForEvent('download')
    await page.click('[data-testid="proof"]')
    const file = await (await download).path()
    same(party.complaints, [], 'complaints of the browser')
    // The page is opened as a file, as somebody would who has no server.
    const alone = await browser.newPage()
    await alone.goto(`file://${root}/web/public/proof.html`)
    await alone.setInputFiles('#file', file)
    await alone.locator('#answer .good').waitFor()
    await alone.close()
    await party.close()
    await admin.close()
  })
}
