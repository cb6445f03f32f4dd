// Where disputes come from, as a leader of the court reads it; nobody else finds it in the menu.
import { holds, person, signInStaff, tidy } from './house.mjs'
import { STAFF } from './people.mjs'

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
}
