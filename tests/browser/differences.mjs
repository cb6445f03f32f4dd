// Differences: a court whose case system is not there, told to whom, explained by the head, on a desk and on a phone.
import { person, signInStaff, tidy } from './house.mjs'
import { STAFF } from './people.mjs'

/** Who numbers the court's cases from today on, over the API with the browser's own session. */
const numbering = (page, value) => page.evaluate(async (value) => {
  const { csrf, court_now } = await (await fetch('/api/v1/session')).json()
  const reply = await fetch('/api/v1/settings', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': csrf, 'Idempotency-Key': `numbering-${value}` }, body: JSON.stringify({ court: '鄂1202', system: 'filing', name: 'numbering', valid_from: court_now.slice(0, 10), value }) })
  if (!reply.ok) throw new Error(await reply.text())
}, value)

export default async function differences(test, { browser, server, shots }) {
  const head = await person(browser, server, { width: 1440, name: 'differences-head', shots })
  const judge = await person(browser, server, { width: 390, name: 'differences-judge', shots })

  await test('differences: the head compares, reads who must act, and explains', async () => {
    const { page } = head
    await signInStaff(head, STAFF.head.login, STAFF.head.password)
    await numbering(page, 'court_system')
    await head.go('/staff/differences')
    await page.click('[data-testid="compare"]')
    const one = page.locator('[data-testid="differences"] li', { hasText: '取不到案件系统的清单' })
    await one.waitFor()
    await one.getByText('由系统管理员处理').waitFor()
    await page.locator('[data-testid="case-lists"]', { hasText: '没有取到清单' }).waitFor()
    await page.locator('[data-testid="case-lists"]', { hasText: '连接不上' }).waitFor()
    await tidy(head, 'the list of differences')
    await head.shot('differences')
    await one.locator('summary').click()
    await one.locator('#f-explanation').fill('案件系统今晚升级')
    await one.locator('button[type=submit]').click()
    await one.getByText('案件系统今晚升级').waitFor()
  })

  await test('differences: a judge reads it on a phone', async () => {
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await judge.go('/staff/differences')
    await judge.page.getByText('案件系统今晚升级').waitFor()
    await tidy(judge, 'the list of differences on a phone')
    await numbering(head.page, 'local')
  })
}
