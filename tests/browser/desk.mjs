// The desk of somebody with many files: tasks by day, filters that are kept, one step on many, the calendar, the board; and a
// judge who uses no mouse opens the next filing, reads it and registers it.
import { readFileSync } from 'node:fs'
import { api, holds, person, same, signInByPhone, signInStaff, suit, tidy } from './house.mjs'
import { DESK_PARTY, STAFF } from './people.mjs'

const rowOf = (page, matter) => page.locator(`[data-testid="matters"] tr[data-id="${matter}"]`)

export default async function desk(test, { browser, server, shots }) {
  const judge = await person(browser, server, { width: 1440, name: 'desk-judge', shots })
  const phone = await person(browser, server, { width: 390, name: 'desk-phone', shots })
  const party = await person(browser, server, { width: 390, name: 'desk-party', shots })
  const mediator = await person(browser, server, { width: 1440, name: 'desk-mediator', shots })
  const suits = []

  await test('desk: tasks stand in groups by due time, each with its number', async () => {
    const { page } = judge
    await signInByPhone(party, server, DESK_PARTY.phone)
    for (let i = 0; i < 4; i++) suits.push(await suit(party.page, DESK_PARTY))
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await judge.go('/staff/')
    const groups = page.locator('[data-testid="tasks"] tbody[data-group]')
    holds(await groups.count() > 0, 'no group')
    const names = await groups.evaluateAll((all) => all.map((one) => one.getAttribute('data-group')))
    const order = ['over', 'today', 'soon', 'week', 'later', 'none']
    same(names, order.filter((one) => names.indexOf(one) >= 0), 'the order of the groups')
    holds(/\d+件/.test(await groups.first().locator('.due-row').innerText()), 'the group does not say how many')
    await tidy(judge, 'tasks in groups')
    await judge.shot('tasks')
  })

  await test('desk: a filter is kept under a name and found again on another day', async () => {
    const { page } = judge
    await judge.go('/staff/matters')
    await page.selectOption('#system', 'filing')
    await page.locator('#state option[value="review"]').waitFor({ state: 'attached' })
    await page.selectOption('#state', 'review')
    await page.fill('#f-from', '2026-11-24')
    await page.press('#f-from', 'Enter')
    await page.waitForURL(/from=2026-11-24/)
    for (const one of suits) await rowOf(page, one).waitFor()
    await page.click('[data-testid="filter-keep"]')
    await page.fill('#filter-name', '待我审查的')
    await page.press('#filter-name', 'Enter')
    const kept = page.locator('[data-testid="saved"]').getByRole('button', { name: '待我审查的', exact: true })
    await kept.waitFor()
    await judge.go('/staff/matters')
    await kept.click()
    await page.waitForURL(/state=review/)
    same(await page.inputValue('#f-from'), '2026-11-24', 'the first day')
    await rowOf(page, suits[0]).waitFor()
    await page.locator('details.columns summary').click()
    await page.getByLabel('案由', { exact: true }).check()
    await rowOf(page, suits[0]).getByText('民间借贷纠纷', { exact: true }).waitFor()
    await tidy(judge, 'the list with its filters')
    await judge.shot('list')
  })

  await test('desk: one step on many matters; each line says what came of it', async () => {
    const { page } = judge
    await page.locator('details.columns summary').click()
    const first = rowOf(page, suits[0]).locator('.matter-link')
    await first.focus()
    await page.keyboard.press('x')
    await rowOf(page, suits[1]).locator('input[type=checkbox]').check()
    const bar = page.locator('[data-testid="bulk"]')
    await bar.getByText('选中2件').waitFor()
    await api(party.page, 'POST', `/matters/${suits[1]}/withdraw`, { withdraw_reason: '双方已经和解。' })
    await page.selectOption('#bulk-action', { label: '登记立案' })
    await bar.getByText('简易程序', { exact: true }).click()
    await tidy(judge, 'the step for all of them')
    await judge.shot('bulk')
    await bar.locator('button[type=submit]').click()
    const job = page.locator('[data-testid="bulk-job"]')
    await job.getByText('办成1件，没有办成1件').waitFor()
    const lines = job.locator('[data-testid="bulk-line"]')
    same(await lines.count(), 2, 'lines')
    await lines.filter({ hasText: '没有办成' }).getByText('更改').waitFor()
    await tidy(judge, 'what came of each')
    await judge.shot('bulk-done')
  })

  await test('desk: the list is taken along as a table', async () => {
    const { page } = judge
    await page.click('[data-testid="export"]')
    const take = page.locator('[data-testid="job-take"]')
    await take.waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), take.click()])
    holds(readFileSync(await download.path()).subarray(0, 2).toString() === 'PK' && /\.xlsx$/.test(download.suggestedFilename()), 'the list is no workbook')
  })

  await test('desk: a judge without a mouse opens the next filing, reads it and registers it', async () => {
    const { page } = judge
    await judge.go('/staff/')
    const register = page.locator('[data-testid="action-register"]')
    let matter = ''
    for (let tries = 0; tries < 9 && !(await register.count()); tries++) { // what waits for another step comes first, by its due time
      await page.keyboard.press('n')
      await page.waitForURL((url) => /\/matters\/[A-Z]\w+$/.test(url.pathname) && url.pathname.indexOf(matter || '?') < 0)
      matter = /matters\/(\w+)/.exec(page.url())[1]
      await page.locator('[data-testid="status-line"]').waitFor()
    }
    await tidy(judge, 'the matter at the desk')
    await judge.shot('matter')
    same(await page.evaluate(() => Math.max(0, document.documentElement.scrollHeight - window.innerHeight)), 0, 'pixels the matter is longer than the screen')
    await page.keyboard.press('l')
    await page.locator('[data-testid="timeline"]').waitFor()
    await page.keyboard.press((await register.locator('kbd').innerText()).trim())
    await page.waitForURL(/\/do\/register$/)
    await page.locator('#f-procedure').first().waitFor()
    for (let tries = 0; tries < 60 && !(await page.evaluate(() => /** @type {any} */ (document.activeElement).type === 'radio')); tries++) await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    for (let tries = 0; tries < 5 && !(await page.evaluate(() => document.activeElement.closest('label').innerText.indexOf('简易') >= 0)); tries++) await page.keyboard.press('ArrowDown')
    await judge.shot('review')
    await page.keyboard.press('Control+Enter')
    const dialog = page.locator('dialog[open]')
    if (await dialog.waitFor({ timeout: 2000 }).then(() => true, () => false)) {
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
    }
    await page.waitForURL(new RegExp(`/matters/${matter}$`))
    await page.locator('.page-head .tag', { hasText: '已登记立案' }).waitFor()
  })

  await test('desk: the keys are listed by a question mark, do nothing while one types, and can be switched off', async () => {
    const { page } = judge
    await judge.go('/staff/')
    await page.focus('#bar-search')
    await page.keyboard.type('n?')
    same(await page.inputValue('#bar-search'), 'n?', 'what was typed')
    same(new URL(page.url()).pathname, '/staff/', 'the page after typing')
    await page.fill('#bar-search', '')
    await page.locator('h1').first().focus()
    await page.keyboard.press('?')
    const help = page.locator('[data-testid="key-help"]')
    await help.getByText('办下一件').waitFor()
    await tidy(judge, 'the list of keys')
    await judge.shot('keys')
    await help.locator('[data-testid="key-switch"]').uncheck()
    await help.getByRole('button', { name: '关闭' }).click()
    await page.keyboard.press('n')
    await page.waitForTimeout(500)
    same(new URL(page.url()).pathname, '/staff/', 'the page after a key that is switched off')
    await page.keyboard.press('?')
    holds(!(await help.isVisible()), 'the question mark does something though keys are off')
    await page.click('[data-testid="keys"]')
    await help.locator('[data-testid="key-switch"]').check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.waitForURL(/\/calendar/)
  })

  await test('desk: the calendar is walked through with the arrow keys', async () => {
    const { page } = judge
    await judge.go('/staff/calendar?whose=court&day=2026-11-30')
    const day = page.locator('[data-testid="calendar-day"]')
    await page.locator('[data-day="2026-11-30"]').focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/day=2026-12-01/)
    await day.locator('a').first().waitFor()
    holds((await day.innerText()).indexOf('立案审查期限') >= 0, 'the day does not name the period')
    same(await page.evaluate(() => document.activeElement.getAttribute('data-day')), '2026-12-01', 'the day with the focus')
    await tidy(judge, 'the calendar')
    await judge.shot('calendar')
    await page.click('[data-testid="whose-mine"]')
    await page.waitForURL(/whose=mine/)
  })

  await test('desk: the board has a column a state, and a card moves by an action', async () => {
    const { page } = judge
    await judge.go('/staff/board?system=filing')
    const column = page.locator('[data-testid="board"] [data-state="review"]')
    await column.waitFor()
    holds(/\d+件/.test(await column.locator('h2').innerText()), 'the column does not say how many')
    await tidy(judge, 'the board')
    await judge.shot('board')
    await column.locator('.board-card', { hasText: DESK_PARTY.name }).first().getByRole('button').click()
    const dialog = page.locator('[data-testid="board-act"]')
    await dialog.locator('[data-testid="action-register"]').waitFor()
    await tidy(judge, 'the actions of a card')
    await dialog.locator('[data-testid="action-register"]').click()
    await page.waitForURL(/\/do\/register$/)
  })

  await test('desk: a mediator has the day on one page', async () => {
    const { page } = mediator
    await signInStaff(mediator, STAFF.mediator.login, STAFF.mediator.password)
    await page.getByRole('link', { name: '调解工作台' }).click()
    await page.locator('[data-testid="mediate-tasks"]').waitFor()
    await page.locator('[data-testid="mediate-soon"]').waitFor()
    await mediator.go('/staff/mediate')
    await tidy(mediator, 'the day of a mediator')
    await mediator.shot('mediate')
  })

  await test('desk: everything fits a phone', async () => {
    const { page } = phone
    await signInStaff(phone, STAFF.judgeTwo.login, STAFF.judgeTwo.password)
    for (const path of ['/staff/', '/staff/matters?system=filing', '/staff/calendar?whose=court&day=2026-12-01', '/staff/board?system=filing', `/staff/matters/${suits[2]}`]) {
      await phone.go(path)
      await tidy(phone, `${path} on a phone`)
      await phone.shot(path.replace(/\W+/g, '-'))
    }
    await page.click('[data-testid="menu"]')
    await page.locator('#side a').first().waitFor()
    await tidy(phone, 'the menu on a phone')
  })

  for (const who of [judge, phone, party, mediator]) await who.close()
}
