// Acting for a company: its legal representative hands in the proof once, the window checks it, and from then on the suit is the company's.
import { paper } from './files.mjs'
import { choose, next, openStep, send, write } from './form.mjs'
import { api, holds, named, person, same, signInByPhone, signInStaff, tidy, tidyAt } from './house.mjs'
import { COMPANY, HEAD, STAFF } from './people.mjs'

const BYTES = 4000

async function attach(page, field, name) {
  await page.locator(`[data-field="${field}"] input[type=file]`).setInputFiles(paper(name, BYTES))
  await page.locator(`[data-field="${field}"] .upload-row`, { hasText: name }).locator('.tag-ok').waitFor()
}

export default async function company(test, { browser, server, shots }) {
  const head = await person(browser, server, { width: 390, name: 'company-head', shots })
  let matter = ''

  await test('company: the legal representative hands in the proof', async () => {
    const { page } = head
    await signInByPhone(head, server, HEAD.phone)
    await named(head, HEAD)
    await head.go('/delegations')
    await page.locator('[data-testid="company-start"]').waitFor()
    await tidy(head, 'for whom one acts')
    await head.shot('door')
    await tidyAt(1440, head, 'for whom one acts', 'door')
    await page.click('[data-testid="company-start"]')
    await page.locator('h1', { hasText: '单位办事人核对' }).waitFor()
    await tidy(head, 'before the form')
    matter = (await api(page, 'POST', '/representation', { court: '鄂1202' })).id
    await head.go(`/matters/${matter}`)
    await page.click('[data-testid="action-submit"]')
    await openStep(page, 'who')
    await write(page, 'organisation.name', COMPANY.name)
    await write(page, 'organisation.credit_code', COMPANY.credit_code)
    await write(page, 'organisation.legal_representative', HEAD.name)
    await choose(page, 'capacity', '法定代表人')
    await write(page, 'until', '2027-06-30')
    await tidy(head, 'the organisation')
    await head.shot('who')
    await next(page, 'proof')
    await attach(page, 'licence', '营业执照.pdf')
    await attach(page, 'authority', '身份证明书.pdf')
    await choose(page, 'pledge', '是')
    await tidy(head, 'the proof')
    await head.shot('proof')
    await next(page, 'check')
    await send(page)
    await head.go(`/matters/${matter}`)
    await page.locator('.page-head .tag', { hasText: '核对中' }).waitFor()
    await head.shot('review')
    await tidyAt(1440, head, 'the proof is with the court', 'review')
  })

  await test('company: the window reads the papers and enters it', async () => {
    const clerk = await person(browser, server, { width: 1440, name: 'company-window', shots })
    const { page } = clerk
    await signInStaff(clerk, STAFF.window.login, STAFF.window.password)
    await clerk.go(`/staff/matters/${matter}`)
    await page.getByText(COMPANY.name).first().waitFor()
    await tidy(clerk, 'what is to be checked')
    await clerk.shot('desk')
    await page.click('[data-testid="action-grant"]')
    await choose(page, 'seen', '登记机关公示的信息')
    await clerk.shot('grant')
    await send(page)
    await clerk.close()
  })

  await test('company: from then on it is the company that sues', async () => {
    const { page } = head
    await head.go('/delegations')
    const mine = page.locator('[data-testid="acting-for_you"] li', { hasText: COMPANY.name })
    await mine.locator('.tag', { hasText: '法定代表人' }).waitFor()
    await tidy(head, 'the company to act for')
    await head.shot('granted')
    await tidyAt(1440, head, 'the company to act for', 'granted')
    await mine.locator('[data-testid="acting-start"]').click()
    await page.locator('[data-testid="acting-bar"]', { hasText: COMPANY.name }).waitFor()
    await head.go('/delegations')
    await page.locator('h2', { hasText: `谁可以代${COMPANY.name}办理` }).waitFor()
    await tidy(head, 'what the company gives')
    await head.shot('company')
    await tidyAt(1440, head, 'what the company gives', 'company')
    await head.go('/start/filing')
    await page.locator('[data-testid="acting-bar"]').waitFor()
    await head.go('/matters')
    holds(!(await page.getByText('单位办事人核对').count()), 'what is the head\'s own is among the company\'s')
    await page.click('[data-testid="acting-back"]')
    await page.locator('[data-testid="acting-bar"]').waitFor({ state: 'detached' })
    await head.go('/delegations')
    same(await page.locator('h2', { hasText: '谁可以代您办理' }).count(), 1, 'headings over what one gives oneself')
  })
  await head.close()
}
