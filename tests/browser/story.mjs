// Water from upstairs: the clerk at the window writes for a woman of 71 who has no phone; the neighbour is asked by the
// link of a message, without an account.
import { act, choose, fieldId, search, send, write } from './form.mjs'
import { barriers, holds, messageTo, overflow, person, same, signInStaff } from './house.mjs'
import { COURT, DOWNSTAIRS, STAFF, UPSTAIRS } from './people.mjs'

const REASON = '双方已在社区谈妥，不再需要调解。'
const FACTS = '楼上卫生间漏水，泡坏了客厅天花板、地板和衣柜。社区看过两次，双方对赔多少说不拢。'

async function tidy(who, where) {
  same(await overflow(who.page), 0, `pixels ${where} sticks out`)
  same(await barriers(who.page), [], `barriers, ${where}`)
  same(who.complaints, [], `complaints of the browser, ${where}`)
}

const state = (page, title) => page.locator('.page-head .tag', { hasText: title }).waitFor()

export default async function story(test, { browser, server, shots }) {
  const open = (name, width) => person(browser, server, { width, name: `story-${name}`, shots })
  const clerk = await open('window', 1440)
  const neighbour = await open('neighbour', 390)
  let matter = ''

  await test('story: the clerk at the window opens a mediation for somebody without a phone', async () => {
    const { page } = clerk
    await signInStaff(clerk, STAFF.window.login, STAFF.window.password)
    await clerk.go('/staff/window')
    await choose(page, 'system', '调解')
    same(await page.inputValue('#f-court'), COURT, 'the court of the clerk')
    await page.click('form button[type=submit]')
    await page.waitForURL(/\/matters\/\w+\/do\/ask$/)
    matter = /\/matters\/(\w+)\//.exec(page.url())[1]
    await page.locator('#f-facts').waitFor()
    await tidy(clerk, 'the empty form')
  })

  await test('story: an incomplete form names what is missing and keeps what is there', async () => {
    const { page } = clerk
    await write(page, 'facts', FACTS)
    await page.click('[data-testid="form-submit"]')
    await page.locator('[data-testid="error-summary"]').waitFor()
    same(await page.inputValue('#f-facts'), FACTS, 'what was typed')
    await clerk.shot('form-errors')
    clerk.complaints.length = 0 // the browser notes the refusal that was asked for
  })

  await test('story: the draft is there again after the page is loaded anew', async () => {
    const { page } = clerk
    const saved = page.waitForResponse((reply) => /\/draft\/ask$/.test(reply.url()) && reply.request().method() === 'PUT' && reply.ok())
    await write(page, 'wish', '赔偿一万八千六百元，并修好漏水。')
    await saved
    await page.reload()
    await page.locator('#f-facts').waitFor()
    same([await page.inputValue('#f-facts'), await page.inputValue('#f-wish')], [FACTS, '赔偿一万八千六百元，并修好漏水。'], 'the draft')
  })

  await test('story: the clerk writes down both sides and asks the neighbour', async () => {
    const { page } = clerk
    await choose(page, 'variant', '当事人申请调解')
    await search(page, fieldId('cause'), '漏水', '漏水').catch(() => search(page, fieldId('cause'), '相邻', '相邻用水、排水纠纷'))
    await write(page, 'amount', '18600')
    for (const [path, facts] of [['applicants', DOWNSTAIRS], ['respondents', UPSTAIRS]]) {
      if (!(await page.locator(`[data-field="${path}[0].kind"]`).count())) await page.click(`#${fieldId(path)}`)
      await choose(page, `${path}[0].kind`, '自然人')
      await write(page, `${path}[0].person.name`, facts.name)
      if (facts.id_number) await write(page, `${path}[0].person.id_number`, facts.id_number)
      if (facts.phone) await write(page, `${path}[0].person.phone`, facts.phone)
    }
    await clerk.shot('form-filled')
    await send(page)
    await state(page, '征询意见中')
    await clerk.shot('asked')
    await tidy(clerk, 'the matter at the window')
  })

  await test('story: the neighbour opens the link of the message without an account and is asked', async () => {
    const { page } = neighbour
    const found = /\/m\/[A-Za-z0-9_-]+/.exec(await messageTo(server, UPSTAIRS.phone, '/m/'))
    holds(found, 'the message has no link')
    await page.goto(found[0])
    await page.waitForURL((url) => url.pathname === `/matters/${matter}`)
    await page.locator('[data-testid="action-agree"]').waitFor()
    await neighbour.shot('asked')
    await tidy(neighbour, 'the matter by link')
  })

  await test('story: somebody else was faster: the clerk sees what changed, and nothing typed is lost', async () => {
    const { page } = clerk
    await page.click('[data-testid="action-withdraw"]')
    await write(page, 'decline_reason', REASON)
    await act(neighbour.page, 'agree')
    await page.click('[data-testid="form-submit"]')
    await page.locator('dialog[open] [data-testid="confirm-yes"]').click()
    const news = page.locator('[data-testid="changed"]')
    await news.filter({ hasText: '同意调解' }).waitFor()
    holds(await page.evaluate(() => document.activeElement.matches('[data-testid="changed"]')), 'the news does not take the focus')
    same(await page.inputValue('#f-decline-reason'), REASON, 'what was typed')
    await clerk.shot('changed')
    clerk.complaints.length = 0 // the browser notes the refusal that was asked for
    await tidy(clerk, 'the changed form')
  })

  await test('story: the step is gone by then: what was typed can still be read', async () => {
    const { page } = clerk
    await neighbour.page.click('[data-testid="action-decline"]')
    await send(neighbour.page)
    await page.click('[data-testid="form-submit"]')
    await page.locator('dialog[open] [data-testid="confirm-yes"]').click()
    const news = page.locator('[data-testid="changed"]')
    await news.filter({ hasText: REASON }).waitFor()
    same(await page.locator('[data-testid="form-submit"]').count(), 0, 'forms of a step that is gone')
    await clerk.shot('gone')
    clerk.complaints.length = 0
    await tidy(clerk, 'the step that is gone')
  })

  await test('story: the link opens nothing else', async () => {
    const { page } = neighbour
    await neighbour.go('/matters')
    same(new URL(page.url()).pathname, '/sign-in', 'where a stranger is led')
  })

  for (const who of [clerk, neighbour]) await who.close()
}
