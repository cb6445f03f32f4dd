// What people meet besides the plain way: the session ends in the middle of a form, a second device, a terminal in a hall.
import { begin, complaint, without } from './filing.mjs'
import { write } from './form.mjs'
import { holds, messageTo, person, same, signInByPhone, tidy } from './house.mjs'
import { DEVICES_PARTY } from './people.mjs'

const SAVED_MS = 60000
/** When a draft is kept. Waited for at once, answered later: a test that fails in between must not end the whole run. */
function saved(page) {
  const kept = page.waitForResponse((reply) => /\/draft\/submit$/.test(reply.url()) && reply.request().method() === 'PUT' && reply.ok(), { timeout: SAVED_MS })
  kept.catch(() => {})
  return kept
}
const keptHere = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.indexOf('kept:') === 0 && key.indexOf('kept:steps:') < 0).length)

export default async function states(test, { browser, server, shots }) {
  const phone = await person(browser, server, { width: 390, name: 'states-phone', shots })
  let matter = ''

  await test('states: the session ends in the middle of a form; after signing in one is where one was, with all that was typed', async () => {
    const { page, context } = phone
    await signInByPhone(phone, server, DEVICES_PARTY.phone)
    matter = await begin(page, without(complaint(DEVICES_PARTY), 'claims', 'amount'))
    await phone.go(`/matters/${matter}/do/submit?step=claims`)
    const first = await messageTo(server, DEVICES_PARTY.phone, '验证码')
    await context.clearCookies()
    await write(page, 'claims', '判令被告偿还借款本金六万元，并承担诉讼费用。')
    await page.waitForURL((url) => url.pathname === '/sign-in', { timeout: SAVED_MS })
    same(await keptHere(page), 1, 'drafts kept on the device')
    await phone.shot('session-over')
    await page.fill('#f-phone', DEVICES_PARTY.phone)
    await page.click('form button[type=submit]')
    await page.locator('#f-code').waitFor()
    let text = first
    for (let tries = 0; tries < 100 && text === first; tries++, await page.waitForTimeout(150)) text = await messageTo(server, DEVICES_PARTY.phone, '验证码')
    await page.fill('#f-code', /(?:^|\D)(\d{6})(?:\D|$)/.exec(text)[1])
    const save = saved(page)
    await page.click('form button[type=submit]')
    await page.waitForURL(/\/do\/submit\?step=claims/)
    await page.locator('[data-testid="restored"]').or(page.locator('#f-claims')).first().waitFor()
    same(await page.inputValue('#f-claims'), '判令被告偿还借款本金六万元，并承担诉讼费用。', 'what was typed')
    await save
    same(await keptHere(page), 0, 'drafts kept on the device once the platform has them')
    phone.complaints.length = 0 // the browser's own lines about what was refused
    await phone.shot('session-again')
    await tidy(phone, 'the form after signing in again')
  })

  await test('states: a second device saved something else: both are shown field by field, and one chooses', async () => {
    const { page } = phone
    const tablet = await person(browser, server, { width: 1440, name: 'states-tablet', shots })
    await tablet.context.addCookies(await phone.context.cookies())
    await tablet.go(`/matters/${matter}/do/submit?step=claims`)
    const save = saved(tablet.page)
    await write(tablet.page, 'claims', '判令被告偿还借款五万元。')
    await save
    await write(page, 'amount', '60000')
    const both = page.locator('[data-testid="differences-form"]')
    await both.waitFor({ timeout: SAVED_MS })
    for (const words of ['诉讼请求', '本金六万元', '五万元', '诉讼标的额']) holds((await both.innerText()).indexOf(words) >= 0, `the differences do not show ${words}`)
    phone.complaints.length = 0 // the refused save
    await phone.shot('two-devices')
    await tidy(phone, 'two devices')
    await both.locator('fieldset', { hasText: '诉讼请求' }).locator('label').nth(1).click()
    const settled = saved(page)
    await page.click('[data-testid="differ-go"]')
    await settled
    same([await page.inputValue('#f-claims'), await page.inputValue('#f-amount')], ['判令被告偿还借款五万元。', '60000'], 'what was chosen')
    await tablet.close()
  })

  await test('states: a terminal in a hall keeps nothing, and says so', async () => {
    const hall = await person(browser, server, { width: 1440, name: 'states-hall', shots })
    const { page, context } = hall
    await hall.go('/?kiosk') // begins with nobody
    await signInByPhone(hall, server, DEVICES_PARTY.phone)
    await hall.go(`/matters/${matter}/do/submit?step=claims`)
    await context.setOffline(true)
    await write(page, 'claims', '判令被告偿还借款。')
    await page.locator('[data-testid="offline"]', { hasText: '公用设备' }).waitFor({ timeout: SAVED_MS })
    same(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.indexOf('kept:') === 0)), [], 'what is kept')
    const save = saved(page)
    await context.setOffline(false)
    await save
    await hall.close()
    await phone.close()
  })
}
