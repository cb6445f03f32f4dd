// Signing in safely: a second factor is set up, asked for, and a device is signed out from afar.
import { createHmac } from 'node:crypto'
import { person, same, signInStaff, tidy } from './house.mjs'
import { STAFF } from './people.mjs'

/** What an authenticator shows so many steps from now (RFC 6238). */
function totp(secret, steps) {
  let bits = ''
  for (const letter of secret) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps))
  const digest = createHmac('sha1', key).update(counter).digest()
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

export default async function signin(test, { browser, server, shots }) {
  const one = await person(browser, server, { width: 1440, name: 'safety-one', shots })
  const two = await person(browser, server, { width: 390, name: 'safety-two', shots })
  const three = await person(browser, server, { width: 390, name: 'safety-three', shots })
  let secret = ''

  await test('signing in: a second factor is set up with recovery codes', async () => {
    const { page } = one
    await signInStaff(three, STAFF.clerk.login, STAFF.clerk.password)
    await signInStaff(one, STAFF.clerk.login, STAFF.clerk.password)
    await page.click('[data-testid="safety"]')
    await page.click('[data-testid="factor-begin"]')
    secret = await page.locator('[data-testid="secret"]').innerText()
    await tidy(one, 'the secret')
    await page.fill('#f-code', totp(secret, 0))
    await page.click('form.small-form button[type=submit]')
    await page.locator('[data-testid="recovery"] code').nth(7).waitFor()
    await tidy(one, 'the recovery codes')
    await one.shot('recovery')
  })

  await test('signing in: it is asked for, and one other device is signed out from afar, then all of them', async () => {
    const { page } = two
    await two.go('/staff/sign-in')
    await page.fill('#f-login', STAFF.clerk.login)
    await page.fill('#f-password', STAFF.clerk.password)
    await page.click('button[type=submit]')
    await page.locator('#f-second').waitFor()
    two.complaints.length = 0 // the browser notes the 401 that asks for it
    await tidy(two, 'the question for the code')
    await two.shot('second')
    await page.fill('#f-second', totp(secret, 1))
    await page.click('button[type=submit]')
    await page.locator('[data-testid="safety"]').waitFor()
    await two.go('/staff/safety')
    const others = page.locator('[data-testid="devices"] button')
    await others.nth(1).waitFor()
    const count = await others.count()
    await others.first().click()
    await page.waitForFunction((left) => document.querySelectorAll('[data-testid="devices"] button').length === left && left > 0, count - 1)
    await page.click('[data-testid="end-others"]')
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="devices"] li').length === 1)
    same(await others.count(), 0, 'other devices')
    await tidy(two, 'the devices')
    await two.shot('devices')
    await one.go('/staff/')
    await one.page.locator('#f-password').waitFor()
    await three.go('/staff/')
    await three.page.locator('#f-password').waitFor()
  })

  await test('signing in: an e-mail address is confirmed by its code, and taken back', async () => {
    const { page } = three
    await signInStaff(three, STAFF.judge.login, STAFF.judge.password)
    await three.go('/staff/safety')
    const card = page.locator('[data-testid="email"]')
    await card.locator('input').fill('clerk@mail.test')
    await card.locator('button[type=submit]').click()
    await page.locator('#f-code').waitFor()
    three.complaints.length = 0 // the browser notes the 401 that asks for it
    await tidy(three, 'the question for the code of the e-mail')
    await three.shot('email')
    const sent = await fetch(`${server.address}/api/v1/outbox?limit=20`)
    const code = /\d{6}/.exec((await sent.json()).items.filter((item) => item.notice === 'email_code')[0].text)[0]
    await page.fill('#f-code', code)
    await card.locator('button[type=submit]').first().click()
    await page.locator('[data-testid="email-remove"]').click()
    await card.locator('.notice-ok').waitFor()
  })

  await test('signing in: a partner gets a key, shown once, and it is replaced and revoked', async () => {
    const admin = await person(browser, server, { width: 1440, name: 'safety-admin', shots })
    const { page } = admin
    await signInStaff(admin, STAFF.admin.login, STAFF.admin.password)
    await admin.go('/staff/partners')
    await page.click('[data-testid="partner-add"]')
    await page.fill('#f-name', '咸安区人民调解平台')
    await page.fill('#f-scopes', 'mediation')
    await page.click('form.small-form button[type=submit]')
    const first = await page.locator('[data-testid="first-key"]').innerText()
    const asks = (key) => fetch(`${server.address}/api/v1/matters?system=mediation`, { headers: { Authorization: `Bearer ${key}` } })
    same((await asks(first)).status, 200, 'the first key')
    await page.getByRole('button', { name: '密钥：咸安区人民调解平台' }).click()
    await page.locator('[data-testid="keys"] li').first().waitFor()
    await tidy(admin, 'the keys of a partner')
    await page.locator('[data-testid="keys"] summary').click()
    await page.getByLabel('旧密钥再用几小时').fill('0')
    await page.click('[data-testid="keys"] form button[type=submit]')
    const second = await page.locator('[data-testid="key"]').innerText()
    await admin.shot('keys')
    same((await asks(first)).status, 401, 'the key that was replaced')
    same((await asks(second)).status, 200, 'the new key')
    await page.locator('[data-testid="keys"] li button').first().click()
    await page.locator('[data-testid="keys"] li', { hasText: '已作废' }).first().waitFor()
    same((await asks(second)).status, 401, 'the key that was revoked')
  })
}
