// What was agreed is performed: another day is proposed and accepted, done, proved, acknowledged; and the desk sees how mediation goes.
import { agreed } from './confirmation.mjs'
import { paper } from './files.mjs'
import { act, send, write } from './form.mjs'
import { api, firstOf, holds, holdsField, named, person, same, signInByPhone, signInStaff, tidy, until } from './house.mjs'
import { CREDITOR, DEBTOR, STAFF } from './people.mjs'

const SLIP = paper('转账回单.pdf', 3000)

export default async function performance(test, { browser, server, shots }) {
  const creditor = await person(browser, server, { width: 390, name: 'performance-creditor', shots })
  const debtor = await person(browser, server, { width: 1440, name: 'performance-debtor', shots })
  const desk = await person(browser, server, { width: 1440, name: 'performance-desk', shots })
  let item = ''

  await test('performance: each item of the agreement has a page of its own, with its day', async () => {
    const mediator = await person(browser, server, { name: 'performance-mediator', shots })
    for (const [who, one] of [[creditor, CREDITOR], [debtor, DEBTOR]]) {
      await signInByPhone(who, server, one.phone)
      await named(who, one)
    }
    await signInStaff(desk, STAFF.desk.login, STAFF.desk.password)
    await signInStaff(mediator, 'mediator_two', STAFF.mediator.password)
    await agreed({ creditor, debtor, desk, mediator }, CREDITOR, DEBTOR, { disclosure: 'kinship', disclosure_note: '是申请人的远房表兄。', disclosure_accepted: true })
    item = await firstOf(debtor.page, 'performance')
    await debtor.go(`/matters/${item}`)
    await debtor.page.locator('h1', { hasText: '15,000.00' }).waitFor()
    await tidy(debtor, 'what is to be performed')
    await debtor.shot('item')
    await mediator.close()
  })

  await test('performance: another day holds only when the other side accepts it', async () => {
    await debtor.page.click('[data-testid="action-propose_day"]')
    await write(debtor.page, 'new_due_on', '2026-12-25')
    await tidy(debtor, 'the day proposed')
    await send(debtor.page)
    await creditor.go(`/matters/${item}`)
    await tidy(creditor, 'what the other side is asked')
    await creditor.shot('asked')
    same((await api(creditor.page, 'GET', `/matters/${item}`)).fields.due_on, '2026-12-20', 'the day before it is accepted')
    await act(creditor.page, 'accept_day')
    await holdsField(creditor.page, item, 'due_on', '2026-12-25')
  })

  await test('performance: done and proved by one, acknowledged by the other', async () => {
    await debtor.go(`/matters/${item}`)
    await debtor.page.click('[data-testid="action-tell"]')
    await write(debtor.page, 'performed_on', '2026-11-24')
    await debtor.page.locator('[data-field="proof"] input[type=file]').setInputFiles(SLIP)
    await debtor.page.locator('.upload-row .tag-ok').waitFor()
    await tidy(debtor, 'the form with its proof')
    await debtor.shot('tell')
    await send(debtor.page)
    await until(debtor.page, item, 'told')
    await creditor.go(`/matters/${item}`)
    await creditor.page.getByText(SLIP.name).first().waitFor({ state: 'attached' })
    await tidy(creditor, 'what is said to be done')
    await creditor.shot('told')
    await creditor.page.click('[data-testid="action-acknowledge"]')
    await write(creditor.page, 'performed_on', '2026-11-24')
    await send(creditor.page)
    await until(creditor.page, item, 'performed')
    await creditor.go(`/matters/${item}`)
    await creditor.page.locator('.page-head .tag', { hasText: '已履行' }).waitFor()
    await tidy(creditor, 'the performed item')
    await creditor.shot('performed')
  })

  await test('performance: the desk sees how mediation goes, and what to look into with its reasons', async () => {
    await desk.go('/staff/mediations')
    const counted = desk.page.locator('[data-testid="mediation-statistics"]')
    await counted.locator('tbody tr').first().waitFor()
    holds((await counted.innerText()).includes('当事人申请'), 'no kind is counted')
    await desk.page.locator('[data-testid="mediation-warnings"] li', { hasText: '披露了可能影响公正的情形' }).first().waitFor()
    await tidy(desk, 'how mediation goes')
    await desk.shot('mediations')
    const phone = await person(browser, server, { width: 390, name: 'performance-desk-phone', shots })
    await signInStaff(phone, STAFF.desk.login, STAFF.desk.password)
    await phone.go('/staff/mediations')
    await phone.page.locator('[data-testid="mediation-statistics"] tbody tr').first().waitFor()
    await tidy(phone, 'how mediation goes, on a phone')
    await phone.shot('mediations')
    await phone.close()
  })
  for (const who of [creditor, debtor, desk]) await who.close()
}
