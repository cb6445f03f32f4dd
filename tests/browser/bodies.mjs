// Partner bodies as a diversion officer keeps them: who is linked and how, people entered for a body without a system; a mediation's form offers the bodies.
import { holds, person, signInStaff, tidy } from './house.mjs'
import { STAFF } from './people.mjs'

export default async function bodies(test, { browser, server, shots }) {
  for (const width of [390, 1440]) {
    await test(`bodies: an officer enters somebody for a body without a system, at ${width}`, async () => {
      const desk = await person(browser, server, { width, name: `bodies-${width}`, shots })
      await signInStaff(desk, STAFF.desk.login, STAFF.desk.password)
      await desk.go('/staff/bodies')
      const rows = desk.page.locator('[data-testid="bodies"] tbody tr')
      await rows.nth(10).waitFor()
      holds((await rows.count()) === 11, 'eleven bodies')
      await tidy(desk, 'the partner bodies')
      await desk.page.click('[data-testid="body-acfic"]')
      const card = desk.page.locator('[data-testid="body"]')
      await card.getByText('还没有登记办理人员').waitFor()
      await card.locator('button[type=submit]').click()
      await card.locator('.field-error').first().waitFor()
      await card.locator('#f-login').fill('women_officer')
      await card.locator('button[type=submit]').click()
      await card.getByText('黎春燕').waitFor()
      await rows.filter({ hasText: '全国工商联' }).getByText('人员入驻').waitFor()
      await tidy(desk, 'a body with its people')
      await desk.shot('bodies')
      await card.getByRole('button', { name: '结束办理：黎春燕' }).click()
      await card.getByText('还没有登记办理人员').waitFor()
      await desk.close()
    })
  }
}
