// The pages of signing in by a provider: linked on the page of signing in safely, then used. `node page.mjs ADDRESS LOGIN PASSWORD [SHOTS]`
import { person, same, startBrowser, signInStaff, tidy } from '../browser/house.mjs'

const [address, login, password, shots] = process.argv.slice(2)
const browser = await startBrowser()
const server = { address }
try {
  const wide = await person(browser, server, { width: 1440, name: 'oidc', shots })
  await signInStaff(wide, login, password)
  await wide.go('/staff/safety')
  await wide.page.locator('[data-testid="oidc-link"]').waitFor()
  await tidy(wide, 'the page of signing in safely')
  await wide.shot('safety')
  await wide.page.click('[data-testid="oidc-link"]')
  await wide.page.locator('[data-testid="oidc-end"]').waitFor()
  same(new URL(wide.page.url()).search, '', 'what is left of the answer in the address')
  await wide.shot('linked')

  const phone = await person(browser, server, { width: 390, name: 'oidc', shots })
  await phone.go('/staff/sign-in')
  await phone.page.locator('[data-testid="oidc-go"]').waitFor()
  await tidy(phone, 'the door')
  await phone.shot('door')
  await phone.page.click('[data-testid="oidc-go"]')
  await phone.page.locator('[data-testid="safety"]').waitFor({ state: 'attached' })
  same(new URL(phone.page.url()).search, '', 'what is left of the answer in the address')
  await tidy(phone, 'the first page')

  const nobody = await person(browser, server, { width: 390, name: 'oidc-refused', shots })
  await nobody.go('/staff/sign-in/oidc?error=access_denied&state=x')
  await nobody.page.locator('.notice[role=status]').waitFor()
  await tidy(nobody, 'a refusal of the provider')
  await nobody.shot('denied')
  await nobody.go('/staff/sign-in/oidc?code=stolen&state=xxxxxxxxxxxxxxxxxxxxxx')
  await nobody.page.getByText('这次登录已经失效').waitFor()
  same(new URL(nobody.page.url()).search, '', 'what is left of the answer in the address')
  await nobody.shot('state')
  console.log('pages ok')
} finally {
  await browser.close()
}
