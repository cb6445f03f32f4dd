// The public roster, as anybody reads it on a phone; and an applicant who asks to join.
import { holds, person, signInByPhone, tidy } from './house.mjs'
import { JOINING } from './people.mjs'

export default async function roster(test, { browser, server, shots }) {
  await test('roster: a visitor finds a mediator by name and by language, without signing in', async () => {
    const visitor = await person(browser, server, { width: 390, name: 'roster-visitor', shots })
    await visitor.go('/mediators')
    const rows = visitor.page.locator('[data-testid="mediators"] > li')
    await rows.first().waitFor()
    await tidy(visitor, 'the public roster')
    await visitor.shot('roster')
    await visitor.page.fill('#mediators-q', '手语')
    await visitor.page.getByRole('button', { name: '查找' }).click()
    await rows.filter({ hasText: '熊丽娟' }).waitFor()
    holds((await rows.count()) === 1, 'others are found by sign language too')
    await visitor.page.fill('#mediators-q', '没有这个人')
    await visitor.page.getByRole('button', { name: '查找' }).click()
    await visitor.page.getByText('没有找到').waitFor()
    await tidy(visitor, 'an empty search')
    await visitor.close()
  })

  await test('roster: who wants to mediate finds the form, step by step', async () => {
    const one = await person(browser, server, { width: 1440, name: 'roster-joining', shots })
    await signInByPhone(one, server, JOINING.phone)
    await one.go('/mediators')
    await one.page.locator('[data-testid="mediators"] > li').first().waitFor()
    await one.shot('roster')
    await one.page.getByRole('link', { name: '申请做特邀调解员' }).click()
    await one.page.locator('h1', { hasText: '调解员入册' }).waitFor()
    await tidy(one, 'the door to joining')
    await one.shot('start')
    await one.close()
  })
}
