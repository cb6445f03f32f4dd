// How fast the pages are on an old phone over a poor line: Chromium slowed four times, 1.6 Mbit/s, 150 ms there and back, nothing
// kept before. Prints each figure's median and spread beside what is aimed at; nothing fails by time, since machines differ.
//
// Usage: node bench/web.mjs --program build/src/fengqiao [--rounds 5]
import { resolve } from 'node:path'
import { begin, complaint, without } from '../tests/browser/filing.mjs'
import { person, root, signInByPhone, startBrowser, startServer } from '../tests/browser/house.mjs'
import { VILLAGE_PARTY } from '../tests/browser/people.mjs'

const SLOWER = 4
const BYTES_S = 200000
const DELAY_MS = 150

function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}

/** From now on the phone is slow, and keeps nothing but what this page loaded. */
async function slow(who) {
  const line = await who.context.newCDPSession(who.page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: DELAY_MS, downloadThroughput: BYTES_S, uploadThroughput: BYTES_S })
  await line.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
}

/** Milliseconds since the page was asked for until `found` is there and the main thread takes the next event. */
const untilReady = (page, found) => page.evaluate((selector) => new Promise((done) => {
  const look = () => (document.querySelector(selector) ? setTimeout(() => done(performance.now())) : requestAnimationFrame(look))
  look()
}), found)

/** Milliseconds from a tap until what it leads to is drawn. */
const afterTap = (page, tapped, found) => page.evaluate(([button, wanted]) => new Promise((done) => {
  const from = performance.now()
  const look = () => (document.querySelector(wanted) ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - from))) : requestAnimationFrame(look))
  document.querySelector(button).click()
  look()
}), [tapped, found])

/** When the page could be seen, when its main thread took the next event after that, and when it took a tap made then by a pointer. */
async function home(browser, server) {
  const who = await person(browser, server, { width: 390 })
  await who.page.addInitScript(() => {
    document.addEventListener('click', (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      window.tapped = performance.now()
    }, true)
    window.longest = 0
    new PerformanceObserver((list) => list.getEntries().forEach((task) => { window.longest = Math.max(window.longest, task.duration) })).observe({ entryTypes: ['longtask'] })
  })
  await slow(who)
  await who.page.goto('/', { waitUntil: 'commit' })
  const [painted, ready, x, y] = await who.page.evaluate(() => new Promise((done) => {
    const look = () => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      const tile = document.querySelector('.tiles-main .tile')
      if (!paint || !tile) return setTimeout(look, 10)
      const box = tile.getBoundingClientRect()
      return setTimeout(() => done([paint.startTime, performance.now(), box.left + box.width / 2, box.top + box.height / 2]))
    }
    look()
  }))
  await who.page.mouse.click(x, y)
  const took = await who.page.evaluate(() => new Promise((done) => {
    const look = () => (window.tapped ? done(window.tapped) : setTimeout(look, 10))
    look()
  }))
  const whole = await untilReady(who.page, '#app[data-v-app]')
  const longest = await who.page.evaluate(() => window.longest)
  await who.close()
  return { 'home: first paint': painted, 'home: interactive': ready, 'home: a tap made then is taken': took, 'home: the most that a later tap waits': longest, 'home: drawn anew by the page itself': whole }
}

async function filing(browser, server) {
  const who = await person(browser, server, { width: 390 })
  await signInByPhone(who, server, VILLAGE_PARTY.phone)
  const matter = await begin(who.page, without(complaint(VILLAGE_PARTY), 'facts', 'claims'))
  await slow(who)
  await who.page.goto(`/matters/${matter}/do/submit`, { waitUntil: 'commit' })
  const opened = await untilReady(who.page, '[data-testid="step-next"]')
  const step = await afterTap(who.page, '[data-testid="step-next"]', '#f-claims')
  const back = await afterTap(who.page, '[data-testid="step-later"]', '.step-progress')
  await who.close()
  return { 'filing: the list of steps, address opened cold': opened, 'filing: a step after a tap': step, 'filing: back to the list after a tap': back }
}

const AIMS = { 'home: interactive': 1500, 'filing: a step after a tap': 1000 }
const rounds = Number(option('rounds', 5))
const server = await startServer(resolve(option('program', `${root}build/src/fengqiao`)))
const browser = await startBrowser()
const taken = {}
for (let round = 0; round < rounds; round++) {
  for (const [name, ms] of [...Object.entries(await home(browser, server)), ...Object.entries(await filing(browser, server))]) (taken[name] = taken[name] || []).push(ms)
}
await browser.close()
await server.stop()
for (const name of Object.keys(taken)) {
  const all = taken[name].sort((a, b) => a - b).map(Math.round)
  console.log(`${name}: ${all[all.length >> 1]} ms (${all[0]} to ${all[all.length - 1]})${AIMS[name] ? `, aimed at ${AIMS[name]}` : ''}`)
}
