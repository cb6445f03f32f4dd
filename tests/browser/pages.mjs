// Every page a person can reach, at a phone's width and a desk's: no complaint of the browser, nothing sticks out.
import { bareKeys, barriers, holds, overflow, person, same, signInByPhone, signInStaff } from './house.mjs'
import { VISITOR_PHONE, STAFF } from './people.mjs'

const WIDTHS = [390, 1440]
const OPEN = ['/', '/sign-in', '/start', '/outbox', '/calculators', '/calculators/period', '/calculators/court', '/calculators/number', '/accessibility', '/check', '/check?paper=K00000000000000&sm3=0', '/no-such-page', '/staff/sign-in']
const OWN = ['/', '/matters', '/messages', '/account']
const DESK = ['/staff/', '/staff/matters', '/staff/window', '/staff/roster', '/staff/definitions', '/staff/outbox', '/staff/messages', '/staff/calculators/period', '/staff/holidays']

/** One page of each published system. */
async function systems(server, before) {
  const { items } = await (await fetch(`${server.address}/api/v1/definitions`)).json()
  holds(items.length > 0, 'no system is published')
  return items.map((one) => before + one.system)
}

async function visit(who, path) {
  await who.go(path)
  same(await who.page.locator('h1').count(), 1, `headings of the first level on ${path}`)
  same(await overflow(who.page), 0, `pixels ${path} sticks out`)
  same(await bareKeys(who.page), [], `texts without words on ${path}`)
  same(await who.page.locator('[data-testid="problem"]').count(), 0, `problems shown on ${path}`)
  same(await barriers(who.page), [], `barriers on ${path}`)
  await who.shot(path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home')
}

export default async function pages(test, { browser, server, shots }) {
  for (const width of WIDTHS) {
    await test(`pages for everybody, ${width} wide`, async () => {
      const who = await person(browser, server, { width, name: 'open', shots })
      for (const path of OPEN) await visit(who, path)
      same(who.complaints, [], 'complaints of the browser')
      await who.close()
    })
    await test(`pages in English, ${width} wide`, async () => {
      const who = await person(browser, server, { width, name: 'english', shots })
      await who.go('/')
      await who.page.click('[data-testid="language-switch"]')
      await who.page.waitForFunction(() => document.documentElement.lang === 'en')
      for (const path of OPEN) {
        await visit(who, path)
        const heading = await who.page.locator('h1').innerText()
        holds(!/[一-鿿]/.test(heading), `the heading of ${path} is not in English: ${heading}`)
      }
      same(who.complaints, [], 'complaints of the browser')
      await who.close()
    })
  }

  await test('the policy for content is strict and the pages keep to it', async () => {
    for (const path of ['/', '/staff/']) {
      const reply = await fetch(server.address + path)
      const policy = reply.headers.get('content-security-policy') || ''
      holds(/default-src 'self'|default-src 'none'/.test(policy), `${path} has no strict policy: "${policy}"`)
      holds(!/unsafe-(inline|eval)/.test(policy), `${path} allows what it should not: "${policy}"`)
    }
  })

  await test('the page that checks a proof is handed over to keep, since it works without us', async () => {
    const reply = await fetch(`${server.address}/proof.html`)
    same(reply.status, 200, 'the status of the page')
    holds(/^attachment/.test(reply.headers.get('content-disposition') || ''), 'the page is shown, where its script may not run')
    holds((await reply.text()).indexOf('function verifySm2') > 0, 'the page has no check in it')
  })

  await test('a wrong telephone number is refused with words, beside the field', async () => {
    const who = await person(browser, server, { width: 390 })
    await who.go('/sign-in')
    await who.page.fill('#f-phone', '12345')
    await who.page.click('form button[type=submit]')
    await who.page.locator('[data-testid="error-summary"]').waitFor()
    same(await who.page.locator('#f-phone').getAttribute('aria-invalid'), 'true', 'the field is marked')
    holds(await who.page.evaluate(() => document.activeElement.closest('[data-testid="error-summary"]') !== null), 'the summary does not take the focus')
    same(who.complaints, [], 'complaints of the browser')
    await who.close()
  })

  for (const width of WIDTHS) {
    await test(`a citizen signs in with the code of the outbox and sees their pages, ${width} wide`, async () => {
      const who = await person(browser, server, { width, name: 'citizen', shots })
      await signInByPhone(who, server, VISITOR_PHONE[width])
      for (const path of OWN.concat(await systems(server, '/start/'))) await visit(who, path)
      same(who.complaints, [], 'complaints of the browser')
      await who.close()
    })
    await test(`a filing judge signs in and sees the workbench, ${width} wide`, async () => {
      const who = await person(browser, server, { width, name: 'judge', shots })
      await signInStaff(who, STAFF.judge.login, STAFF.judge.password)
      for (const path of DESK.concat(await systems(server, '/staff/definitions/'))) await visit(who, path)
      same(who.complaints, [], 'complaints of the browser')
      await who.close()
    })
  }

  await test('a wrong password is refused and says what to do', async () => {
    const who = await person(browser, server)
    await who.go('/staff/sign-in')
    await who.page.fill('#f-login', STAFF.judge.login)
    await who.page.fill('#f-password', 'not the password')
    await who.page.click('form button[type=submit]')
    const summary = who.page.locator('[data-testid="error-summary"]')
    await summary.waitFor()
    holds((await summary.innerText()).length > 8, 'the refusal has no words')
    same(new URL(who.page.url()).pathname, '/staff/sign-in', 'the page')
    await who.close()
  })

  await test('large text is chosen, fits a phone, and is kept', async () => {
    const who = await person(browser, server, { width: 390, name: 'elder', shots })
    await who.go('/')
    const size = () => who.page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('main p, main strong')).fontSize))
    const before = await size()
    await who.page.click('[data-testid="elder-switch"]')
    await who.page.waitForFunction(() => document.documentElement.getAttribute('data-mode') === 'elder')
    holds((await size()) > before, 'the text did not grow')
    for (const path of OPEN) await visit(who, path)
    same(await who.page.evaluate(() => document.documentElement.getAttribute('data-mode')), 'elder', 'the mode after changing pages')
    same(who.complaints, [], 'complaints of the browser')
    await who.close()
  })

  await test('whoever is not signed in is led to the door and back again', async () => {
    const who = await person(browser, server, { width: 390 })
    await who.go('/matters')
    const at = new URL(who.page.url())
    same([at.pathname, at.searchParams.get('back')], ['/sign-in', '/matters'], 'where one is led')
    await who.close()
  })
}
