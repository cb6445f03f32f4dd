// As a lawyer: the licence is compared with the register, the lawyer acts by it, and loses it the moment it is suspended.
import { choose, send, write } from './form.mjs'
import { api, named, person, same, signInByPhone, signInStaff, tidy, tidyAt } from './house.mjs'
import { LAWYER, STAFF } from './people.mjs'

const told = (state, changed_at) => ({ items: [{ ...LAWYER.licence, name: LAWYER.name, id_number: LAWYER.id_number, state, until: '2027-06-30', changed_at }] })

export default async function lawyer(test, { browser, server, shots }) {
  const one = await person(browser, server, { width: 390, name: 'lawyer', shots })
  const tell = { key: '' }
  const justice = (body, mark) => fetch(`${server.address}/api/v1/licences`, { method: 'POST', headers: { Authorization: `Bearer ${tell.key}`, 'Content-Type': 'application/json', 'Idempotency-Key': `licence-${mark}` }, body: JSON.stringify(body) })

  await test('lawyer: the justice authority tells the register, by its key', async () => {
    const admin = await person(browser, server, { width: 1440, name: 'lawyer-admin', shots })
    await signInStaff(admin, STAFF.admin.login, STAFF.admin.password)
    const made = await api(admin.page, 'POST', '/accounts', { kind: 'machine', name: '省司法厅律师登记系统' })
    await api(admin.page, 'POST', `/accounts/${made.id}/grants`, { role: 'justice_office', court: '' })
    tell.key = made.key
    same((await justice(told('valid', '2026-11-01T09:00:00+08:00'), 'one')).status, 200, 'the register is told')
    await admin.close()
  })

  await test('lawyer: the licence is checked, and may be chosen', async () => {
    const { page } = one
    await signInByPhone(one, server, LAWYER.phone)
    await named(one, LAWYER)
    await one.go('/delegations')
    await page.locator('[data-testid="lawyer-start"]').waitFor()
    await tidy(one, 'the door for lawyers')
    await one.shot('door')
    await page.click('[data-testid="lawyer-start"]')
    await page.locator('h1', { hasText: '律师执业核对' }).waitFor()
    const matter = (await api(page, 'POST', '/lawyer', { court: '鄂1202' })).id
    await one.go(`/matters/${matter}`)
    await page.click('[data-testid="action-submit"]')
    await write(page, 'licence_number', LAWYER.licence.number)
    await choose(page, 'pledge', '是')
    await tidy(one, 'the number of the licence')
    await one.shot('number')
    await send(page)
    await one.go('/delegations')
    const mine = page.locator('[data-testid="acting-for_you"] li', { hasText: LAWYER.name })
    await mine.locator('.tag', { hasText: '律师' }).waitFor()
    await tidy(one, 'the licence to act by')
    await one.shot('granted')
    await tidyAt(1440, one, 'the licence to act by', 'granted')
  })

  await test('lawyer: the case space, and the calendar to subscribe to', async () => {
    const { page } = one
    await page.locator('[data-testid="acting-for_you"] [data-testid="acting-start"]').click()
    await page.click('[data-testid="cases-link"]')
    await page.locator('h1', { hasText: '案件空间' }).waitFor()
    await page.locator('[data-testid="cases-next"]').waitFor()
    await page.click('[data-testid="feed-make"]')
    const address = await page.locator('[data-testid="feed-address"]').inputValue()
    const reply = await fetch(address)
    same([reply.status, (await reply.text()).startsWith('BEGIN:VCALENDAR\r\n')], [200, true], 'the calendar by its address')
    same((await fetch(address, { headers: { 'If-None-Match': reply.headers.get('etag') } })).status, 304, 'the same calendar again')
    await tidy(one, 'the case space')
    await one.shot('cases')
    await tidyAt(1440, one, 'the case space', 'cases')
    await page.click('[data-testid="feed-end"]')
    await page.locator('[data-testid="feed-end"]').waitFor({ state: 'detached' })
    same((await fetch(address)).status, 404, 'an address that was ended')
    await page.click('[data-testid="acting-back"]')
  })

  await test('lawyer: suspended, it opens nothing, and the page says so', async () => {
    const { page } = one
    same((await justice(told('suspended', '2026-11-24T09:00:00+08:00'), 'two')).status, 200, 'the suspension is told')
    await one.go('/delegations')
    await page.locator('[data-testid="acting-for_you"] li .tag', { hasText: '已停止' }).waitFor()
    same(await page.locator('[data-testid="acting-start"]').count(), 0, 'buttons to act by a suspended licence')
    await tidy(one, 'a suspended licence')
    await one.shot('suspended')
  })
  await one.close()
}
