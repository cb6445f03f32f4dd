// Live changes: what others do appears by itself, and what is being typed stays.
import { api, holds, person, signInByPhone, signInStaff, suit, tidy } from './house.mjs'
import { LIVE_PARTY, STAFF } from './people.mjs'

export default async function live(test, { browser, server, shots }) {
  const judge = await person(browser, server, { width: 1440, name: 'live-judge', shots })
  const two = await person(browser, server, { width: 1440, name: 'live-two', shots })
  const party = await person(browser, server, { width: 390, name: 'live-party', shots })
  let matter = ''

  await test('live: a new suit appears in the list of tasks, and nobody reloads', async () => {
    await signInByPhone(party, server, LIVE_PARTY.phone)
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await signInStaff(two, STAFF.judgeTwo.login, STAFF.judgeTwo.password)
    await judge.go('/staff/')
    await judge.page.waitForTimeout(1200)
    await judge.page.evaluate(() => { window.here = true })
    matter = await suit(party.page, LIVE_PARTY)
    await judge.page.locator(`[data-testid="tasks"] a[href$="/matters/${matter}"]`).first().waitFor()
    holds(await judge.page.evaluate(() => window.here), 'the page was loaded again')
  })

  await test('live: another acts while a form is filled in: it is said, and nothing typed is lost', async () => {
    const { page } = judge
    await judge.go(`/staff/matters/${matter}/do/refuse`)
    await page.locator('#f-reasons').fill('起诉状没有写明被告的住址。')
    await page.waitForTimeout(1200)
    await party.go(`/matters/${matter}`)
    await party.page.locator('h1').first().waitFor()
    await party.page.waitForTimeout(1200)
    await api(two.page, 'POST', `/matters/${matter}/register`, { procedure: 'summary' })
    await page.locator('[data-testid="news"]').waitFor()
    holds(await page.locator('#f-reasons').inputValue() === '起诉状没有写明被告的住址。', 'what was typed is gone')
    await tidy(judge, 'the form with news')
    await judge.shot('news')
  })

  await test('live: the party sees the number on the open page, and the mark of a new message', async () => {
    const { page } = party
    await page.getByText('民初').first().waitFor()
    await page.locator('[data-testid="news-mark"]').waitFor()
    await tidy(party, 'the mark of a new message')
    await party.shot('mark')
    await page.locator('.top-nav a[href$="/messages"]').click()
    await page.locator('[data-testid="messages"] li').first().waitFor()
    holds(await page.locator('[data-testid="news-mark"]').count() === 0, 'the mark stays on the page of messages')
  })

  await test('live: two tabs of one browser share one stream', async () => {
    const second = await party.page.context().newPage()
    let streams = 0
    party.page.context().on('request', (request) => { if (request.url().indexOf('/live?') >= 0) streams++ })
    await second.goto(`${server.address}/messages`)
    await second.locator('[data-testid="messages"] li').first().waitFor()
    await second.waitForTimeout(1500)
    const before = await second.locator('[data-testid="messages"] li').count()
    await api(two.page, 'POST', `/matters/${matter}/hand_over`, { trial_division: '民事审判第一庭' })
    await second.waitForFunction((count) => document.querySelectorAll('[data-testid="messages"] li').length > count, before)
    holds(streams <= 1, `${streams} streams were begun by the second tab`)
    await second.close()
  })
}
