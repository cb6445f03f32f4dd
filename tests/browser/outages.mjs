// Outages: maintenance is announced, and anybody reads when the platform was down.
import { person, signInStaff, tidy } from './house.mjs'
import { STAFF } from './people.mjs'

export default async function outages(test, { browser, server, shots }) {
  const admin = await person(browser, server, { width: 1440, name: 'outage-admin', shots })
  const visitor = await person(browser, server, { width: 390, name: 'outage-visitor', shots })

  await test('outages: an administrator announces maintenance, and a visitor reads of it on a phone', async () => {
    const { page } = admin
    await signInStaff(admin, STAFF.admin.login, STAFF.admin.password)
    await admin.go('/staff/outages')
    await page.fill('#f-day', '2030-05-03')
    await page.fill('#f-from', '22:00')
    await page.fill('#f-to', '00:30')
    await page.fill('#f-reason', '升级数据库')
    await page.click('form.small-form button[type=submit]')
    await page.locator('[data-testid="outages"]').getByText('升级数据库').waitFor()
    await tidy(admin, 'the page that announces')
    await visitor.go('/outages')
    await visitor.page.getByText('升级数据库').waitFor()
    await visitor.page.getByText('2030-05-04').first().waitFor()
    await tidy(visitor, 'the list of outages')
    await visitor.shot('outages')
  })
}
