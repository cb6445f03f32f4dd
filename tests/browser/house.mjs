// What every browser test needs: a server of its own, Debian's Chromium, and somebody who watches each page.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const START_MS_MAX = 60000
const STOP_MS_MAX = 180000
const WAIT_MS_MAX = 180000 // a wait that ends costs nothing
const QUIET_MS = 400
const BROWSER = '/usr/bin/chromium'
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** A Tuesday of a week without holidays, as in the stories over HTTP: periods counted from here have names. */
export const CLOCK = '2026-11-24T09:00:00+08:00'

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** A demo folder set up once and one server on it. `logins` is what setup printed; `own`: definitions that only this folder has, by name. */
export async function startServer(program, clock = CLOCK, own = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'fengqiao-browser-'))
  const data = join(folder, 'data')
  const logins = execFileSync(program, ['setup', '--demo', '--data', data], { encoding: 'utf8', timeout: 120000, cwd: root })
  mkdirSync(join(data, 'systems'), { recursive: true })
  for (const name of Object.keys(own)) writeFileSync(join(data, 'systems', `${name}.json`), JSON.stringify(own[name]))
  const connections = join(folder, 'connections.json') // to a case system that is not there
  writeFileSync(connections, JSON.stringify([{ name: '咸安', url: 'http://127.0.0.1:9', courts: ['鄂1202'], seconds: 1 }]))
  const log = join(folder, 'server.log')
  const out = openSync(log, 'a')
  const child = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--web', join(root, 'web/dist'), '--clock', clock, '--case-systems', connections], { cwd: root, stdio: ['ignore', out, out] })
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code === null ? signal : code)))
  let over = false
  ended.then(() => { over = true })
  const tail = () => readFileSync(log, 'utf8').slice(-3000)
  let address = ''
  for (const end = Date.now() + START_MS_MAX; !address; await sleep(50)) {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(readFileSync(log, 'utf8'))
    if (found) address = found[0]
    else if (over || Date.now() > end) {
      child.kill('SIGKILL')
      throw new Error(`the server did not start:\n${tail()}`)
    }
  }
  return {
    address,
    logins,
    tail,
    /** Asks it to end; gives what it ended with. */
    async stop() {
      child.kill('SIGTERM')
      const code = await Promise.race([ended, sleep(STOP_MS_MAX).then(() => 'did not stop')])
      if (code === 'did not stop') child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
      return code
    },
  }
}

export async function startBrowser() {
  const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core')
  return chromium.launch({ executablePath: BROWSER, args: FLAGS })
}

const never = [] // what no page may do, by whoever it was shown to

/** Breaches of the policy for content and errors nobody caught, since the last time it was asked. */
export const breaches = () => never.splice(0)

/** One person at one browser: a context of its own whose every complaint is kept. `worker`: with the service worker of the app. */
export async function person(browser, server, { width = 1440, height = 900, name = 'somebody', shots = '', worker = false, address = server.address } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, baseURL: address, serviceWorkers: worker ? 'allow' : 'block', locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  context.setDefaultTimeout(WAIT_MS_MAX)
  const page = await context.newPage()
  const complaints = []
  page.on('console', (line) => {
    // The second is said where a busy machine takes seconds to begin with the scripts that use it.
    if ((line.type() !== 'error' && line.type() !== 'warning') || /Service Worker registration blocked by|was preloaded using link preload but not used/.test(line.text())) return
    complaints.push(`${line.type()}: ${line.text()} (${line.location().url})`)
    if (/Content Security Policy/.test(line.text())) never.push(`${name}: ${line.text()}`)
  })
  page.on('pageerror', (error) => {
    complaints.push(`error: ${error.message}`)
    never.push(`${name}: ${error.message}`)
  })
  page.on('response', (reply) => { if (reply.status() >= 500) complaints.push(`${reply.status()} ${reply.url()}`) })
  // The stream of events stays open, so "no request under way" leaves it out.
  const under = new Set()
  let changed = Date.now()
  const note = (request, begins) => {
    if (request.url().indexOf('/api/v1/live?') >= 0) return
    if (begins) under.add(request)
    else under.delete(request)
    changed = Date.now()
  }
  page.on('request', (request) => note(request, true))
  page.on('requestfinished', (request) => note(request, false))
  page.on('requestfailed', (request) => note(request, false))
  async function quiet() {
    for (const end = Date.now() + WAIT_MS_MAX; Date.now() < end; await sleep(50)) if (!under.size && Date.now() - changed >= QUIET_MS) return
    throw new Error(`the page is not quiet: ${[...under].map((request) => request.url()).join(' ')}`)
  }
  return {
    context,
    page,
    complaints,
    /** Loads an address and waits until the page has drawn its heading and is quiet. */
    async go(path) {
      await page.goto(path)
      await page.locator('h1').first().waitFor()
      // The portal's first screen is there before the page itself is.
      await page.waitForFunction(() => !document.getElementById('app') || document.querySelector('#app[data-v-app]'))
      await quiet()
    },
    async shot(what) {
      if (!shots) return
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: join(shots, `${name}-${what}-${page.viewportSize().width}.png`), fullPage: true })
    },
    close: () => context.close(),
  }
}

let checker = '' // axe, read once
/**
 * What an automatic check by WCAG 2.1 A and AA (and axe's good practice) finds on the page as it is now: one line a rule,
 * with the first places. Empty is what is wanted.
 */
export async function barriers(page) {
  checker = checker || readFileSync(createRequire(join(root, 'web/package.json')).resolve('axe-core/axe.min.js'), 'utf8')
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(checker)
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    return violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`)
  })
}

/** Waits until what is asked of the page's own server holds. (`waitForFunction` takes the promise itself for a yes.) */
export async function eventually(page, ask, value, ms = WAIT_MS_MAX) {
  let last = null
  for (const end = Date.now() + ms; Date.now() < end; await sleep(100)) {
    last = await page.evaluate(ask, value).catch((e) => e) // a page that is just being left has no answer
    if (last === true) return
  }
  throw new Error(`not within ${ms} ms: ${ask}: ${last}`)
}

/**
 * A call of the interface as whoever is signed in on that page; an action goes with the matter's version, and looks again where
 * the platform itself has changed the matter meanwhile.
 */
export const api = (page, method, path, body) => page.evaluate(async ([method, path, body]) => {
  const csrf = (await (await fetch('/api/v1/session')).json()).csrf
  const at = path.match(/^\/matters\/([^/]+)\/[a-z_]+$/)
  const key = `test-${Math.random()}`
  for (let tries = 1; ; tries++) {
    const version = at ? (await (await fetch(`/api/v1/matters/${at[1]}`)).json()).version : 0
    const headers = { 'Content-Type': 'application/json', 'X-CSRF': csrf, 'Idempotency-Key': `${key}-${tries}`, ...(version ? { 'If-Match': `"${version}"` } : {}) }
    const reply = await fetch(`/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (reply.status === 412 && version && tries < 20) continue
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  }
}, [method, path, body])

/** Asks until what comes back will do, and gives it. */
async function asked(page, path, will, what) {
  for (const end = Date.now() + WAIT_MS_MAX; Date.now() < end; await sleep(200)) {
    const reply = await api(page, 'GET', path)
    if (will(reply)) return reply
  }
  throw new Error(what)
}

/** The first matter of a kind the person has: opened a moment ago, by a click. */
export const firstOf = async (page, system) => (await asked(page, `/matters?system=${system}`, (reply) => reply.items.length, `no ${system} was opened`)).items[0].id

/** The first of them of which that is true: others of the kind may be there from tests before. */
export async function firstThat(page, system, will, what) {
  for (const end = Date.now() + WAIT_MS_MAX; Date.now() < end; await sleep(200)) {
    for (const { id } of (await api(page, 'GET', `/matters?system=${system}`)).items) {
      if (will(await api(page, 'GET', `/matters/${id}`))) return id
    }
  }
  throw new Error(what)
}

/** The matter, once it is in a state. */
export const until = (page, matter, state) => asked(page, `/matters/${matter}`, (now) => now.state === state, `${matter} is not in ${state}`)

/** The matter, once a field of it has a value. */
export const holdsField = (page, matter, name, value) => asked(page, `/matters/${matter}`, (now) => now.fields[name] === value, `${name} of ${matter} is not ${value}`)

/** How many pixels the page is wider than its window. */
export const overflow = (page) => page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - document.documentElement.clientWidth)

/** Keys of texts that found no words; what a page shows as code is meant so. */
export const bareKeys = (page) => page.evaluate(() => {
  const codes = Array.from(document.querySelectorAll('code')).map((one) => one.textContent.trim())
  const words = document.body.innerText.match(/(^|\s)[a-z][a-z0-9]*(\.[a-z0-9_]+)+(?=\s|$)/g) || []
  return words.filter((word) => !/\.(pdf|png|jpe?g|json|svg|md)$/.test(word) && codes.indexOf(word.trim()) < 0)
})

/** The text of the newest message to a phone that holds `part`, as anybody can read it in a demo folder. */
export async function messageTo(server, phone, part) {
  for (const end = Date.now() + WAIT_MS_MAX; Date.now() < end; await sleep(150)) {
    const reply = await fetch(`${server.address}/api/v1/outbox?limit=50`)
    if (!reply.ok) throw new Error(`the demo's outbox answered ${reply.status}`)
    for (const item of (await reply.json()).items || []) {
      const reached = item.deliveries.some((sent) => String(sent.address).replace(/\*/g, '').slice(-4) === phone.slice(-4))
      if (reached && (item.text || '').indexOf(part) >= 0) return item.text
    }
  }
  throw new Error(`no message to ${phone} with "${part}" in the demo's outbox`)
}

/** Moves court time, as the demo's message page can. */
export async function moveClock(server, now) {
  const reply = await fetch(`${server.address}/api/v1/demo/clock`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `clock-${now}` }, body: JSON.stringify({ now }) })
  if (!reply.ok) throw new Error(`the demo's clock answered ${reply.status}`)
}

async function loginCode(server, phone) {
  return /(?:^|\D)(\d{6})(?:\D|$)/.exec(await messageTo(server, phone, '验证码'))[1]
}

/** Signs in the way a person does: the number, the code, the button. */
export async function signInByPhone(who, server, phone) {
  const { page } = who
  await who.go('/sign-in')
  await page.fill('#f-phone', phone)
  await page.click('form button[type=submit]')
  await page.locator('#f-code').waitFor()
  await page.fill('#f-code', await loginCode(server, phone))
  await page.click('form button[type=submit]')
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await page.locator('h1').first().waitFor()
}

export async function signInStaff(who, login, password) {
  const { page } = who
  await who.go('/staff/sign-in')
  await page.fill('#f-login', login)
  await page.fill('#f-password', password)
  await page.click('form button[type=submit]')
  await page.waitForURL((url) => url.pathname !== '/staff/sign-in')
  await page.locator('h1').first().waitFor()
}

export function same(given, wanted, what) {
  if (JSON.stringify(given) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(given)} where ${JSON.stringify(wanted)} is due`)
}

export function holds(fact, what) {
  if (!fact) throw new Error(what)
}

/** Hands in a small suit over the API with the browser's own session: its id. */
export async function suit(page, party) {
  const home = { division: '421202', detail: '青龙路9号' }
  const { id } = await api(page, 'POST', '/filing', { court: '鄂1202' })
  const one = { kind: 'person', person: { name: party.name, id_kind: 'resident_id', id_number: party.id_number, phone: party.phone, address: home } }
  await api(page, 'POST', `/matters/${id}/submit`, { complaint_kind: 'written', cause: '04.10.108.03', amount: 6000000, jurisdiction_ground: 'defendant_domicile', plaintiffs: [one], defendants: [{ kind: 'person', person: { name: '段志强', address: home } }], claims: '判令被告偿还借款本金六万元。', facts: '被告借款六万元，到期没有归还，出具借条一张。', evidence: [{ name: '借条', purpose: '证明借款', form: 'original', pages: 1 }], service_name: party.name, service_address: home, service_phone: party.phone, electronic_service: true, mediation_willing: 'no', risk_notice_read: true, signature: { mode: 'screen', name: party.name } })
  return id
}

/** The window asks two people whether they want to mediate: its id. */
export async function askToMediate(page, one, other) {
  const party = ({ name, phone, id_number }) => [{ kind: 'person', person: { name, id_kind: 'resident_id', id_number, phone } }]
  const { id } = await api(page, 'POST', '/mediation', { court: '鄂1202', variant: 'D', cause: '03.06.055.07', amount: 860000, procedure: 'summary', case_number: '（2026）鄂1202民初96号', facts: '楼上装修把墙体震裂，物业量过两次，双方对赔多少说不拢。', wish: '修好墙体或者赔偿八千六百元。', applicants: party(one), respondents: party(other) })
  await api(page, 'POST', `/matters/${id}/ask`, {})
  return id
}

/** Who one is, as the account page takes it. */
export async function named(who, { name, id_number }) {
  await who.go('/account')
  await who.page.fill('#f-name', name)
  await who.page.fill('#f-id-number', id_number)
  await who.page.locator('form', { has: who.page.locator('#f-id-number') }).locator('button[type=submit]').click()
  await who.page.locator('.tag-ok').first().waitFor()
}

/** Nothing sticks out, every text has words, no barrier, no complaint of the browser. */
export async function tidy(who, where) {
  same(await overflow(who.page), 0, `pixels ${where} sticks out`)
  same(await bareKeys(who.page), [], `texts without words, ${where}`)
  same(await barriers(who.page), [], `barriers, ${where}`)
  same(who.complaints, [], `complaints of the browser, ${where}`)
}

/** The page at hand in a window of another width: tidy there too, with a picture of its own. */
export async function tidyAt(width, who, where, what) {
  const usual = who.page.viewportSize()
  await who.page.setViewportSize({ width, height: usual.height })
  await tidy(who, `${where}, ${width} pixels wide`)
  await who.shot(what)
  await who.page.setViewportSize(usual)
}
