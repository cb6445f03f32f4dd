// Data put right at the desk: the form holds what is there, and the time line says what stood there before.
import { holds, person, signInByPhone, signInStaff, suit, tidy } from './house.mjs'
import { CORRECTED_PARTY, STAFF } from './people.mjs'

export default async function corrections(test, { browser, server, shots }) {
  const clerk = await person(browser, server, { width: 1440, name: 'correcting-clerk', shots })
  const party = await person(browser, server, { width: 390, name: 'corrected-party', shots })
  let matter = ''

  await test('corrections: the clerk puts a name right and says why', async () => {
    const { page } = clerk
    await signInByPhone(party, server, CORRECTED_PARTY.phone)
    matter = await suit(party.page, CORRECTED_PARTY)
    await signInStaff(clerk, STAFF.window.login, STAFF.window.password)
    await clerk.go(`/staff/matters/${matter}/do/correct_data`)
    const name = page.locator('#f-defendants-0-person-name')
    await name.waitFor()
    holds(await name.inputValue() === '段志强', 'what is there stands in the form')
    await name.fill('段志刚')
    await page.locator('[data-testid="form-submit"]').click()
    await page.locator('[data-testid="error-summary"]', { hasText: '更正理由' }).waitFor()
    await page.locator('#f-correction-reason').fill('与身份证复印件不符')
    await page.locator('[data-testid="form-submit"]').click()
    const send = page.locator('#read-over')
    if (await send.count()) await page.locator('[data-testid="form-submit"]').click()
    await page.waitForURL((url) => url.pathname === `/staff/matters/${matter}`)
    await page.getByRole('tab', { name: '办理过程' }).click()
    await page.locator('[data-testid="corrected"] del', { hasText: '段志强' }).waitFor()
    await tidy(clerk, 'the time line with a correction')
    await clerk.shot('corrected')
  })

  await test('corrections: the party sees on the phone what was put right', async () => {
    await party.go(`/matters/${matter}`)
    const told = party.page.locator('[data-testid="corrected"]')
    await told.locator('ins', { hasText: '段志刚' }).waitFor()
    holds(await told.getByText('与身份证复印件不符').count() === 1, 'why it was put right is not told')
    await tidy(party, 'the party and a correction')
    await party.shot('corrected')
  })
}
