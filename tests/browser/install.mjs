// The app as it is installed: it opens without a network, keeps nothing of a person, lets a new version in between two pages, and
// at a terminal that many use keeps nothing at all.
import { createServer, request } from 'node:http'
import { eventually, holds, person, same, signInByPhone, tidy } from './house.mjs'
import { HALL_PARTY } from './people.mjs'

const LONG_MS = 90000 // a worker is installed after the page, when the machine has time
const PUBLIC = /^\/($|staff\/$|(portal|staff)\.html$|early\.js$|assets\/|favicon\.svg$|(portal|staff)\.webmanifest$|api\/v1\/definitions(\/\w+)?$)/

const controlled = (page) => eventually(page, () => navigator.serviceWorker.ready.then((one) => !!one.active && !!navigator.serviceWorker.controller), null, LONG_MS)
/** Addresses of all that is kept in this browser. */
const keptIn = (page) => page.evaluate(async () => {
  const found = []
  for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname)
  return found
})

/** Passes everything on; `change` makes the worker another one, as a release does. */
async function proxy(server) {
  const target = new URL(server.address)
  const state = { change: '' }
  const own = createServer((asked, reply) => {
    delete asked.headers['if-none-match'] // each answer is a whole one
    const sent = request({ host: target.hostname, port: target.port, path: asked.url, method: asked.method, headers: { ...asked.headers, host: target.host, 'accept-encoding': 'identity' } }, (got) => {
      const changed = state.change && asked.url === '/sw.js'
      const { 'content-length': unused, ...headers } = got.headers
      reply.writeHead(got.statusCode, changed ? { ...headers, etag: '"another"' } : got.headers)
      if (changed) reply.write(state.change)
      got.pipe(reply)
    })
    sent.on('error', () => reply.destroy())
    asked.pipe(sent)
  })
  await new Promise((resolve) => own.listen(0, '127.0.0.1', resolve))
  return { state, address: `http://127.0.0.1:${own.address().port}`, stop: () => { own.closeAllConnections(); own.close() } }
}

export default async function install(test, { browser, server, shots }) {
  await test('install: both apps say in Chinese what they are, with pictures of the sizes they name', async () => {
    for (const [page, manifest, start] of [['/', '/portal.webmanifest', '/'], ['/staff/', '/staff.webmanifest', '/staff/']]) {
      holds((await (await fetch(server.address + page)).text()).indexOf(`<link rel="manifest" href="${manifest}"`) > 0, `${page} names its manifest`)
      const reply = await fetch(server.address + manifest)
      holds(/^application\/manifest\+json/.test(reply.headers.get('content-type')), `${manifest}: its type`)
      const says = await reply.json()
      same([says.lang, says.display, says.start_url, says.scope], ['zh-CN', 'standalone', start, start], manifest)
      holds(says.icons.some((one) => one.purpose === 'maskable'), `${manifest} has an icon the system may cut`)
      for (const icon of says.icons.filter((one) => one.type === 'image/png')) {
        const bytes = Buffer.from(await (await fetch(server.address + icon.src)).arrayBuffer())
        same(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, icon.sizes, icon.src)
      }
    }
  })

  await test('install: without a network the app opens, says so, and what it kept is nobody\'s', async () => {
    const who = await person(browser, server, { width: 390, name: 'install', shots, worker: true })
    await signInByPhone(who, server, HALL_PARTY.phone)
    await controlled(who.page)
    for (const path of ['/', '/matters', '/messages', '/account', '/start/filing']) await who.go(path)
    const kept = await keptIn(who.page)
    holds(kept.includes('/') && kept.some((path) => /^\/assets\/portal-.*\.js$/.test(path)) && kept.includes('/api/v1/definitions'), `what is kept: ${kept.join(' ')}`)
    same(kept.filter((path) => !PUBLIC.test(path)), [], 'what is kept of a person')
    await who.context.setOffline(true)
    await who.page.goto('/')
    await who.page.locator('h1').waitFor()
    await who.page.locator('[data-testid="line-down"]').waitFor()
    holds((await who.page.locator('.tile').count()) >= 4, 'the tiles come from the definitions that were kept')
    await who.shot('offline')
    await who.context.setOffline(false)
    await who.page.locator('[data-testid="line-down"]').waitFor({ state: 'detached' })
    await who.close()
  })

  await test('install: a new version waits, says so, and comes with the next page', async () => {
    const between = await proxy(server)
    const who = await person(browser, server, { width: 1440, name: 'install', shots, worker: true, address: between.address })
    try {
      await who.go('/calculators')
      await controlled(who.page)
      await who.page.evaluate(() => { window.before = true })
      between.state.change = '// another\n'
      await who.page.evaluate(async () => { await (await navigator.serviceWorker.ready).update() })
      await who.page.locator('[data-testid="update-bar"]').waitFor({ timeout: LONG_MS })
      holds(await who.page.evaluate(() => window.before), 'nothing was loaded again by itself')
      await tidy(who, 'with the news of a new version')
      await who.shot('update')
      await who.page.click('header a.top-name')
      await who.page.waitForFunction(() => !window.before, null, { timeout: LONG_MS })
      await who.page.waitForURL((url) => url.pathname === '/')
      await who.page.locator('h1').waitFor()
      same(await who.page.locator('[data-testid="update-bar"]').count(), 0, 'news of a version after it has come')
    } finally {
      await who.close()
      between.stop()
    }
  })

  await test('install: a terminal in a hall keeps nothing, and is cleared when nobody is there', async () => {
    const who = await person(browser, server, { width: 1440, name: 'kiosk', shots, worker: true })
    const { page } = who
    await page.clock.install()
    await who.go('/?kiosk')
    await page.locator('[data-testid="kiosk-bar"]').waitFor()
    await signInByPhone(who, server, HALL_PARTY.phone)
    await page.clock.fastForward(5000)
    for (const path of ['/matters', '/account']) await who.go(path)
    await tidy(who, 'at a terminal')
    const left = () => page.evaluate(async () => ({ workers: (await navigator.serviceWorker.getRegistrations()).length, kept: await caches.keys(), local: Object.keys(localStorage) }))
    same(await left(), { workers: 0, kept: [], local: [] }, 'what is on the device')
    await page.clock.fastForward(150000)
    await page.locator('[data-testid="kiosk-soon"]').waitFor()
    await tidy(who, 'with the warning')
    await who.shot('soon')
    await page.locator('[data-testid="kiosk-soon"] button').click()
    await page.locator('[data-testid="kiosk-soon"]').waitFor({ state: 'hidden' })
    await page.clock.fastForward(150000)
    await page.locator('[data-testid="kiosk-soon"]').waitFor()
    await page.clock.fastForward(60000)
    await page.waitForURL((url) => url.search === '?kiosk')
    await page.locator('[data-testid="kiosk-bar"]').waitFor()
    same(await page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).account || null), null, 'who is signed in afterwards')
    same(await left(), { workers: 0, kept: [], local: [] }, 'what is left on the device')
    await who.close()
  })

  await test('install: a window opened at a terminal begins with nobody, even where somebody was signed in', async () => {
    const who = await person(browser, server, { width: 1440, name: 'kiosk', worker: true })
    await signInByPhone(who, server, HALL_PARTY.phone)
    await controlled(who.page)
    await who.page.goto('/?kiosk')
    await who.page.locator('[data-testid="kiosk-bar"]').waitFor()
    await eventually(who.page, async () => !(await (await fetch('/api/v1/session')).json()).account && !(await caches.keys()).length)
    await who.close()
  })
}
