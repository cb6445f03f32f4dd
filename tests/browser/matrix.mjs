// Every page in every dress: plain, with the mistakes of its form, 长辈版, high contrast; at 320 px, which is a desk's window at
// 400 %. A quick run looks at each page plain, with its mistakes and in one more dress, and at what sticks out in all of them;
// --full at everything, at 1280 px too.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bareKeys, barriers, holds, overflow, person, root, same, signInByPhone, signInStaff, suit } from './house.mjs'
import { MATRIX_PARTY, STAFF } from './people.mjs'

const NARROW = { width: 320, height: 640 }
const WIDE = { width: 1280, height: 900 }
const DRESSES = ['elder', 'contrast']
const PAGES_A_TEST = 8
const FULL = process.argv.includes('--full')

// Every route of portal/routes.js and staff/routes.js is one of these, or has its reason in UNSEEN; ID, DRAFT and DISPUTE are of a suit made here.
const OPEN = ['/', '/sign-in', '/m/no-such-token', '/start', '/outbox', '/told', '/display', '/guides', '/guides/sue', '/forms', '/forms/complaint', '/calculators/fee', '/calculators/period', '/calculators/court', '/calculators/number', '/accessibility', '/check', '/roots', '/mediators', '/outages', '/no-such-page', '/staff/sign-in']
const OWN = ['/', '/matters', '/search?q=借款', '/messages', '/papers', '/account', '/delegations', '/cases', '/start/filing', '/matters/ID', '/matters/ID/clocks', '/matters/DRAFT/do/submit', '/matters/ID/do/withdraw', '/matters/ID/receipt/submit', '/disputes/DISPUTE']
const JUDGE = ['/staff/', '/staff/matters', '/staff/board?system=filing', '/staff/calendar?whose=court', '/staff/search?q=借款', '/staff/matters/ID', '/staff/matters/ID/clocks', '/staff/matters/ID/do/register', '/staff/disputes/DISPUTE', '/staff/messages', '/staff/differences', '/staff/definitions', '/staff/definitions/filing', '/staff/definitions/filing/releases', '/staff/safety', '/staff/outbox', '/staff/roster', '/staff/calculators/fee', '/staff/no-such-page']
const WINDOW = ['/staff/window', '/staff/jobs', '/staff/load']
const WORKBENCH = {
  judge: [STAFF.judge, JUDGE],
  window: [STAFF.window, WINDOW],
  mediator: [STAFF.mediator, ['/staff/mediate']],
  worker: [STAFF.gridWorker, ['/staff/grid']],
  tribunal: [STAFF.tribunal, ['/staff/villages']],
  desk: [STAFF.desk, ['/staff/mediations', '/staff/bodies']],
  leader: [STAFF.leader, ['/staff/glasses', '/staff/sources', '/staff/filing-watch', '/staff/cross']],
  auditor: [STAFF.auditor, ['/staff/audit']],
  administrator: [STAFF.admin, ['/staff/holidays', '/staff/outages', '/staff/accounts', '/staff/partners', '/staff/envelopes']],
}
const UNSEEN = { '/staff/sign-in/oidc': 'stands only while a provider sends somebody back: signin.mjs' }
// Forms that refuse what is not filled in, tried on each visit; a long form in steps has its mistakes tried in filing.mjs.
const REFUSES = ['/sign-in', '/told', '/calculators/period', '/calculators/court', '/calculators/number', '/staff/sign-in', '/account', '/delegations', '/start/filing', '/matters/ID', '/staff/matters/ID/do/register', '/staff/safety', '/staff/grid', '/staff/jobs', '/staff/holidays', '/staff/outages']
const TOLD_NO = ['/m/no-such-token'] // the server's refusal is what the page is about

/** The routes of a surface as patterns, in the order in which the router asks them. */
function routes(file, base) {
  const found = Array.from(readFileSync(join(root, 'web/src', file), 'utf8').matchAll(/^ {2}page\('([^']+)'/gm), (one) => base + one[1])
  return found.map((path) => ({ path, fits: new RegExp(`^${path.replace(/\/:\w+\(\.\*\)\*/, '/.*').replace(/\/:\w+\?/g, '(/[^/]+)?').replace(/:\w+/g, '[^/]+')}$`) }))
}

/** A route nobody looks at, and a reason for a route that is looked at or gone, is a mistake of this file. */
function everyRoute() {
  const all = [...routes('staff/routes.js', '/staff'), ...routes('portal/routes.js', '')]
  holds(all.length > 40, `only ${all.length} routes were read`)
  const paths = [...OPEN, ...OWN, ...Object.values(WORKBENCH).flatMap(([, of]) => of)].map((path) => path.split('?')[0])
  const seen = new Set(paths.map((path) => all.find((one) => one.fits.test(path)).path))
  same(all.map((one) => one.path).filter((path) => !seen.has(path) && !UNSEEN[path]), [], 'routes nobody looks at')
  same(Object.keys(UNSEEN).filter((path) => seen.has(path) || !all.some((one) => one.path === path)), [], 'reasons without a route')
}

/** What the browser's own session reads, or opens. */
const asked = (page, path, opens) => page.evaluate(async ([path, opens]) => {
  const csrf = (await (await fetch('/api/v1/session')).json()).csrf
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': csrf, 'Idempotency-Key': `matrix-${Math.random()}` }, body: JSON.stringify(opens) }
  const reply = await fetch(`/api/v1${path}`, opens ? post : {})
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`)
  return reply.json()
}, [path, opens])

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

/** Sends the form of the page as it is; false when the page has none that refuses. One that must has time to. */
async function mistakes(page, must) {
  const send = page.locator('main form button[type=submit]:visible, main [data-testid="form-submit"]:visible').first()
  if (!(await send.count()) || !(await send.isEnabled())) return false
  await send.click()
  return page.locator('main [aria-invalid="true"], main [data-testid="error-summary"]').first().waitFor({ timeout: must ? 60000 : 1500 }).then(() => true, () => false)
}

async function through(who, paths, ids) {
  const found = []
  for (const [index, named] of paths.entries()) {
    const path = named.replace(/DRAFT|DISPUTE|ID/, (name) => ids[name])
    await who.page.setViewportSize(NARROW)
    await who.go(path)
    found.push(...(await bareKeys(who.page)).map((key) => `${path}: no words for ${key}`), ...(await look(who, path)))
    for (const [at, dress] of DRESSES.entries()) {
      await wear(who.page, dress)
      found.push(...(FULL || index % DRESSES.length === at ? await look(who, `${path} in ${dress}`) : await tooWide(who, `${path} in ${dress}`)))
      await who.shot(`${named.replace(/\W+/g, '-')}-${dress}`)
    }
    await wear(who.page, '')
    const refused = await mistakes(who.page, REFUSES.includes(named))
    if (refused !== REFUSES.includes(named)) found.push(`${named}: its form ${refused ? 'refuses, and REFUSES does not name it' : 'must refuse what is not filled in, and did not'}`)
    if (refused) {
      for (const dress of FULL ? ['', ...DRESSES] : ['']) {
        await wear(who.page, dress)
        found.push(...(await look(who, `${path} with mistakes ${dress}`)))
      }
      await wear(who.page, '')
    }
    if (refused || TOLD_NO.includes(named)) who.complaints.splice(0, who.complaints.length, ...who.complaints.filter((line) => !/status of 4\d\d/.test(line))) // refusals were asked for
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
  const ids = {}

  await test('matrix: every route is looked at, or is said to be not', async () => everyRoute())

  /** Somebody goes through the pages, a few a test: none takes so long that nobody knows whether it still goes on. */
  async function walk(name, paths, enter) {
    let who = null
    for (let from = 0; from < paths.length; from += PAGES_A_TEST) {
      await test(`matrix: ${name}${from ? `, from ${paths[from]}` : ''}`, async () => {
        if (!who) {
          who = await person(browser, server, { ...NARROW, name: `matrix-${name.split(' ').at(-1)}`, shots })
          await enter(who)
        }
        await through(who, paths.slice(from, from + PAGES_A_TEST), ids)
      })
    }
    if (who) await who.close()
  }

  await walk('pages for everybody', OPEN, async () => {})
  await walk('pages of one\'s own', OWN, async (who) => {
    await signInByPhone(who, server, MATRIX_PARTY.phone)
    ids.ID = await suit(who.page, MATRIX_PARTY)
    ids.DRAFT = (await asked(who.page, '/filing', { court: '鄂1202' })).id
    ids.DISPUTE = (await asked(who.page, `/matters/${ids.ID}`)).dispute
  })
  for (const [name, [staff, paths]] of Object.entries(WORKBENCH)) await walk(`the workbench of the ${name}`, paths, (who) => signInStaff(who, staff.login, staff.password))
}
