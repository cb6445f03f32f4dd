// Every page in every dress: plain, with the mistakes of its form, 长辈版, high contrast; at 320 px, which is a desk's window at
// 400 %. A quick run looks at each page plain, with its mistakes, and in one other dress; --full at all of them, at 1280 px too.
import { bareKeys, barriers, overflow, person, same, signInByPhone, signInStaff, suit } from './house.mjs'
import { MATRIX_PARTY, STAFF } from './people.mjs'

const NARROW = { width: 320, height: 640 }
const WIDE = { width: 1280, height: 900 }
const DRESSES = ['elder', 'contrast']
const FULL = process.argv.includes('--full')
const OPEN = ['/', '/sign-in', '/start', '/outbox', '/calculators/fee', '/calculators/period', '/calculators/court', '/calculators/number', '/accessibility', '/check', '/roots', '/outages', '/no-such-page']
const OWN = ['/', '/matters', '/search?q=借款', '/messages', '/account', '/delegations', '/start/filing', '/matters/ID', '/matters/ID/clocks']
const JUDGE = ['/staff/', '/staff/matters', '/staff/search?q=借款', '/staff/matters/ID', '/staff/matters/ID/clocks', '/staff/matters/ID/do/register', '/staff/messages', '/staff/differences', '/staff/definitions', '/staff/definitions/filing', '/staff/definitions/filing/releases', '/staff/safety', '/staff/outbox', '/staff/roster', '/staff/calculators/fee', '/staff/no-such-page']
const WINDOW = ['/staff/window', '/staff/jobs', '/staff/load']
const ADMIN = ['/staff/holidays', '/staff/outages', '/staff/accounts', '/staff/partners']

const wear = (page, dress) => page.evaluate((one) => {
  if (one) document.documentElement.setAttribute('data-mode', one)
  else document.documentElement.removeAttribute('data-mode')
}, dress)

/** What is wrong with the page as it stands, one line each. */
async function look(who, where) {
  const found = (await barriers(who.page)).map((line) => `${where}: ${line}`)
  return found.concat(await tooWide(who, where))
}

async function tooWide(who, where) {
  const pixels = await overflow(who.page)
  return pixels > 0 ? [`${where}: ${pixels} pixels stick out`] : []
}

/** Sends the form of the page as it is; false when the page has none that refuses. */
async function mistakes(page) {
  const send = page.locator('main form button[type=submit]:visible, main [data-testid="form-submit"]:visible').first()
  if (!(await send.count()) || !(await send.isEnabled())) return false
  await send.click()
  return page.locator('main [aria-invalid="true"], main [data-testid="error-summary"]').first().waitFor({ timeout: 1500 }).then(() => true, () => false)
}

async function through(who, paths, matter) {
  const found = []
  for (const [index, asked] of paths.entries()) {
    const path = asked.replace('ID', matter)
    await who.page.setViewportSize(NARROW)
    await who.go(path)
    found.push(...(await bareKeys(who.page)).map((key) => `${path}: no words for ${key}`), ...(await look(who, path)))
    for (const [at, dress] of DRESSES.entries()) {
      await wear(who.page, dress)
      found.push(...(FULL || index % DRESSES.length === at ? await look(who, `${path} in ${dress}`) : await tooWide(who, `${path} in ${dress}`)))
      await who.shot(`${asked.replace(/\W+/g, '-')}-${dress}`)
    }
    await wear(who.page, '')
    if (await mistakes(who.page)) {
      for (const dress of FULL ? ['', ...DRESSES] : ['']) {
        await wear(who.page, dress)
        found.push(...(await look(who, `${path} with mistakes ${dress}`)))
      }
      await wear(who.page, '')
      who.complaints.splice(0, who.complaints.length, ...who.complaints.filter((line) => !/status of 4\d\d/.test(line))) // refusals were asked for
    }
    if (!FULL) continue
    await who.page.setViewportSize(WIDE)
    await who.go(path)
    for (const dress of ['', ...DRESSES]) {
      await wear(who.page, dress)
      found.push(...(await look(who, `${path} at ${WIDE.width} ${dress}`)))
    }
  }
  same(found, [], 'what is wrong')
  same(who.complaints, [], 'complaints of the browser')
}

export default async function matrix(test, { browser, server, shots }) {
  const open = (name) => person(browser, server, { ...NARROW, name: `matrix-${name}`, shots })
  let matter = ''

  await test('matrix: pages for everybody', async () => {
    const who = await open('open')
    await through(who, OPEN, '')
    await who.close()
  })

  await test('matrix: pages of one\'s own', async () => {
    const who = await open('own')
    await signInByPhone(who, server, MATRIX_PARTY.phone)
    matter = await suit(who.page, MATRIX_PARTY)
    await through(who, OWN, matter)
    await who.close()
  })

  for (const [name, staff, paths] of [['judge', STAFF.judge, JUDGE], ['window', STAFF.window, WINDOW], ['administrator', STAFF.admin, ADMIN]]) {
    await test(`matrix: the workbench of the ${name}`, async () => {
      const who = await open(name)
      await signInStaff(who, staff.login, staff.password)
      await through(who, paths, matter)
      await who.close()
    })
  }
}
