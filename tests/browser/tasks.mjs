// Tasks: claimed, handed over to a colleague with a note, and who stands in while somebody is away.
import { holds, person, signInByPhone, signInStaff, suit, tidy } from './house.mjs'
import { STAFF, TASK_PARTY } from './people.mjs'

/** A row of the list of tasks that tells of this matter. */
const rowOf = (page, matter) => page.locator('[data-testid="tasks"] tr', { has: page.locator(`a[href$="/matters/${matter}"]`) })

export default async function tasks(test, { browser, server, shots }) {
  const judge = await person(browser, server, { width: 1440, name: 'task-judge', shots })
  const two = await person(browser, server, { width: 390, name: 'task-two', shots })
  const party = await person(browser, server, { width: 390, name: 'task-party', shots })
  let matter = ''

  await test('tasks: a judge claims one and hands it over with a note', async () => {
    const { page } = judge
    await signInByPhone(party, server, TASK_PARTY.phone)
    matter = await suit(party.page, TASK_PARTY)
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await judge.go('/staff/')
    await page.selectOption('[data-testid="whose"]', 'free')
    await rowOf(page, matter).getByRole('button').first().click()
    await page.waitForURL(`**/matters/${matter}`)
    await judge.go('/staff/')
    await page.selectOption('[data-testid="whose"]', 'mine')
    await rowOf(page, matter).waitFor()
    await tidy(judge, 'my tasks')
    await rowOf(page, matter).getByRole('button', { name: '转交' }).click()
    const dialog = page.locator('[data-testid="hand-over"]')
    await dialog.getByText('立案法官（二）').first().waitFor()
    await tidy(judge, 'the dialog of handing over')
    await judge.shot('hand-over')
    await dialog.locator('select, input[type=radio]').first().evaluate((one) => {
      if (one instanceof HTMLSelectElement) { one.selectedIndex = 1; one.dispatchEvent(new Event('change', { bubbles: true })) } else one.click()
    })
    await dialog.locator('button[type=submit]').click()
    await rowOf(page, matter).waitFor({ state: 'detached' })
  })

  await test('tasks: the colleague finds it, on a phone', async () => {
    const { page } = two
    await signInStaff(two, STAFF.judgeTwo.login, STAFF.judgeTwo.password)
    await two.go('/staff/')
    await page.selectOption('[data-testid="whose"]', 'mine')
    await rowOf(page, matter).waitFor()
    await tidy(two, 'tasks on a phone')
    await two.shot('tasks')
  })

  await test('tasks: who is away says who stands in', async () => {
    const { page } = two
    await page.click('[data-testid="load"]')
    await page.locator('[data-testid="people"]').getByText('立案法官（二）').first().waitFor()
    await page.locator('form.small-form select, form.small-form input[type=radio]').first().evaluate((one) => {
      if (one instanceof HTMLSelectElement) { one.selectedIndex = 1; one.dispatchEvent(new Event('change', { bubbles: true })) } else one.click()
    })
    const today = (await page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).court_now)).slice(0, 10)
    for (const name of ['from', 'to']) await page.fill(`#f-${name}`, today)
    await page.click('form.small-form button[type=submit]')
    await page.locator('[data-testid="absences"] li').first().waitFor()
    await tidy(two, 'people and absence')
    await two.shot('load')
    await judge.go('/staff/')
    await judge.page.selectOption('[data-testid="whose"]', 'mine')
    await rowOf(judge.page, matter).waitFor()
    holds(await rowOf(judge.page, matter).getByText('立案法官（二）').count(), 'the task of whom one stands in for does not say whose it is')
  })
}
