// Rights in one case: a judge keeps out of it, a head lets them in again, an operator reads it in an emergency.
import { person, same, signInByPhone, signInStaff, suit, tidy } from './house.mjs'
import { RIGHTS_PARTY, STAFF } from './people.mjs'

export default async function rights(test, { browser, server, shots }) {
  const judge = await person(browser, server, { width: 1440, name: 'rights-judge', shots })
  const head = await person(browser, server, { width: 1440, name: 'rights-head', shots })
  const operator = await person(browser, server, { width: 390, name: 'rights-operator', shots })
  const leader = await person(browser, server, { width: 390, name: 'rights-leader', shots })
  const party = await person(browser, server, { width: 390, name: 'rights-party', shots })
  let matter = ''

  await test('rights: a judge keeps out of a case and no longer sees it', async () => {
    const { page } = judge
    await signInByPhone(party, server, RIGHTS_PARTY.phone)
    matter = await suit(party.page, RIGHTS_PARTY)
    await signInStaff(judge, STAFF.judgeTwo.login, STAFF.judgeTwo.password)
    await judge.go(`/staff/matters/${matter}`)
    await page.getByText('本案角色和回避').click()
    await page.locator('[data-testid="rights-own"] summary').click()
    await tidy(judge, 'keeping out')
    await page.fill('[data-testid="rights-own"] #f-reason', '被告是本人近亲属')
    await page.click('[data-testid="rights-own"] button[type=submit]')
    await page.waitForURL((url) => !url.pathname.includes('/matters/'))
    await judge.go(`/staff/matters/${matter}`)
    await page.locator('[data-testid="glass"]').waitFor()
    judge.complaints.length = 0 // the browser notes the 404 that was asked for
  })

  await test('rights: the head of the division sees why, and ends it', async () => {
    const { page } = head
    await signInStaff(head, STAFF.head.login, STAFF.head.password)
    await head.go(`/staff/matters/${matter}`)
    await page.getByText('本案角色和回避').click()
    await page.getByText('被告是本人近亲属').waitFor()
    await tidy(head, 'the rights of a case')
    await head.shot('rights')
    await page.getByRole('button', { name: '结束：立案法官（二）' }).click()
    await page.locator('[data-testid="rights"] li', { hasText: '已结束' }).waitFor()
  })

  await test('rights: an operator reads a case in an emergency, on a phone', async () => {
    const { page } = operator
    await signInStaff(operator, STAFF.operator.login, STAFF.operator.password)
    await operator.go(`/staff/matters/${matter}`)
    await page.locator('[data-testid="glass"] summary').click()
    operator.complaints.length = 0 // the browser notes the 404 that was asked for
    await tidy(operator, 'breaking the glass')
    await operator.shot('glass')
    await page.fill('#f-reason', '当事人来电，称传票上没有法庭')
    await page.click('[data-testid="glass"] button[type=submit]')
    await page.locator('h1', { hasText: RIGHTS_PARTY.name }).or(page.locator('.tag-brand')).first().waitFor()
  })

  await test('rights: the leaders of the court are told', async () => {
    const { page } = leader
    await signInStaff(leader, STAFF.leader.login, STAFF.leader.password)
    await leader.go('/staff/glasses')
    await page.locator('[data-testid="glasses"]', { hasText: '传票上没有法庭' }).waitFor()
    await tidy(leader, 'emergency readings')
    same(await page.locator('[data-testid="glasses"] li').count(), 1, 'emergency readings')
  })

  await test('rights: the head is cleared, on a phone, and closes the case to the others', async () => {
    const security = await person(browser, server, { width: 390, name: 'rights-security', shots })
    await signInStaff(security, STAFF.security.login, STAFF.security.password)
    await security.go('/staff/accounts')
    await security.page.getByRole('button', { name: '密级权限：立案庭庭长' }).click()
    const form = security.page.locator('[data-testid="clearing"]')
    await form.getByLabel('不公开').check()
    await tidy(security, 'clearing an account')
    await form.locator('button[type=submit]').click()
    await form.waitFor({ state: 'detached' })
    const { page } = head
    await head.go(`/staff/matters/${matter}`)
    await page.getByText('本案角色和回避').click()
    await page.locator('[data-testid="rights-level"] summary').click()
    await page.locator('[data-testid="rights-level"]').getByLabel('不公开').check()
    await page.fill('[data-testid="rights-level"] #f-reason', '涉及当事人个人隐私')
    await page.locator('[data-testid="rights-level"] button[type=submit]').click()
    await page.locator('h1 ~ .tag, .tag', { hasText: '不公开' }).first().waitFor()
    await tidy(head, 'a closed case')
    await head.shot('closed')
    await judge.go(`/staff/matters/${matter}`)
    await judge.page.locator('[data-testid="glass"]').waitFor()
  })
}
