// The web in a real browser: `node tests/browser/run.mjs --program build/src/fengqiao [--only WORD] [--shots FOLDER] [--workers 2] [--share] [--full]`.
// Every test prints a line with its seconds; the last line is "N passed, N failed". Nothing is skipped: what cannot run has failed.
// --share: what CI has time for, under four minutes: what every page stands on, and a dispute's way from the first word to the register.
// Each worker has a server and a browser of its own and takes the next group when it is free, so every server meets the groups in
// the order they stand in here: some move the court's clock, the last one furthest.
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { breaches, root, same, startBrowser, startServer } from './house.mjs'
import appeal from './appeal.mjs'
import applications from './applications.mjs'
import bodies from './bodies.mjs'
import calculators from './calculators.mjs'
import clocks from './clocks.mjs'
import company from './company.mjs'
import lawyer from './lawyer.mjs'
import confirmation from './confirmation.mjs'
import corrections from './corrections.mjs'
import cross from './cross.mjs'
import definitions from './definitions.mjs'
import delegations from './delegations.mjs'
import delivery from './delivery.mjs'
import desk from './desk.mjs'
import differences from './differences.mjs'
import first from './first.mjs'
import filing from './filing.mjs'
import fees from './fees.mjs'
import grassroots from './grassroots.mjs'
import install from './install.mjs'
import intake from './intake.mjs'
import jobs from './jobs.mjs'
import kit from './kit.mjs'
import live from './live.mjs'
import loan from './loan.mjs'
import matrix from './matrix.mjs'
import mediation from './mediation.mjs'
import outages from './outages.mjs'
import own from './own.mjs'
import performance from './performance.mjs'
import pages from './pages.mjs'
import papers from './papers.mjs'
import portal from './portal.mjs'
import rights from './rights.mjs'
import roster from './roster.mjs'
import rooms from './rooms.mjs'
import sources from './sources.mjs'
import watch from './watch.mjs'
import routing from './routing.mjs'
import search from './search.mjs'
import signin from './signin.mjs'
import states from './states.mjs'
import story from './story.mjs'
import tasks from './tasks.mjs'

const GROUPS = {
  pages, delivery, first, install, calculators, intake, story, live, papers, kit, own, filing, corrections, grassroots, states, jobs, delegations, company, lawyer, definitions, tasks, desk, bodies,
  rights, search, portal, mediation, roster, rooms, sources, watch, confirmation, appeal, cross, applications, routing, performance, loan, fees, outages, differences, signin, matrix, clocks,
}
const SHARE = ['delivery', 'first', 'install', 'calculators', 'intake', 'story', 'live', 'own', 'filing', 'states', 'definitions', 'fees']
const TEST_MS_MAX = 600000

function option(name) {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? '' : process.argv[at + 1] || ''
}

const only = option('only')
const count = { passed: 0, failed: 0 }
const seconds = {}
let group = ''

function result(name, from, error) {
  const took = (Date.now() - from) / 1000
  seconds[group] = (seconds[group] || 0) + took
  count[error ? 'failed' : 'passed']++
  const why = error ? `\n${String(error.message || error).split('\n').slice(0, 24).map((line) => `        ${line}`).join('\n')}` : ''
  console.log(`  ${error ? 'FAIL' : 'ok  '} ${name} (${took.toFixed(1)} s)${why}`)
}

/** Runs one test; what follows goes on after a failure. */
async function test(name, body) {
  if (only && name.indexOf(only) < 0) return
  const from = Date.now()
  let timer
  try {
    const late = new Promise((unused, reject) => { timer = setTimeout(() => reject(new Error(`longer than ${TEST_MS_MAX / 1000} s`)), TEST_MS_MAX) })
    await Promise.race([body(), late])
    same(breaches(), [], 'breaches of the policy for content, and errors nobody caught')
    result(name, from)
  } catch (error) {
    result(name, from, error)
  } finally {
    breaches()
    clearTimeout(timer)
  }
}

/** One server, one browser, and groups until `next` gives none. */
async function work(next) {
  let server = null
  let browser = null
  try {
    if (!existsSync(`${root}web/dist/portal.html`)) throw new Error('web/dist is missing: run tools/build-web')
    const program = resolve(option('program') || `${root}build/src/fengqiao`)
    server = await startServer(program)
    browser = await startBrowser()
    const house = { browser, server, program, shots: option('shots') }
    for (group = await next(); group; group = await next()) await GROUPS[group](test, house)
  } catch (error) {
    result(`${group}: the tests could not go on`, Date.now(), error)
  } finally {
    if (browser) await browser.close().catch(() => {})
    if (server) await end(server)
  }
}

async function end(server) {
  const log = count.failed ? server.tail() : ''
  const from = Date.now()
  const code = await server.stop()
  group = 'end'
  result('the server ends when asked', from, code === 0 ? null : new Error(String(code)))
  if (log) console.log(`        the server's last words:\n${log.split('\n').slice(-12).map((line) => `        | ${line}`).join('\n')}`)
}

const groupNames = () => (process.argv.includes('--share') ? SHARE.slice() : Object.keys(GROUPS))

/** Hands the groups out to processes of their own, and adds up what they counted. */
function share(workers) {
  const waiting = groupNames()
  const one = () => new Promise((done) => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), { env: { ...process.env, BROWSER_WORKER: '1' } })
    let said = false
    child.on('message', (message) => {
      if (message.asks) child.send({ group: waiting.shift() || '' })
      else {
        said = true
        for (const key of Object.keys(count)) count[key] += message.count[key]
        Object.assign(seconds, message.seconds)
      }
    })
    child.on('exit', () => {
      if (!said) result('a worker ended early', Date.now(), new Error('nothing was counted'))
      done()
    })
  })
  return Promise.all(Array.from({ length: workers }, one))
}

const asked = () => new Promise((resolve) => {
  process.once('message', (message) => resolve(message.group))
  process.send({ asks: true })
})

const began = Date.now()
if (process.env.BROWSER_WORKER) {
  await work(asked)
  process.send({ count, seconds }, () => process.exit(0))
} else {
  const workers = Number(option('workers')) || 1
  const names = groupNames()
  if (workers > 1) await share(workers)
  else await work(async () => names.shift() || '')
  const slowest = Object.entries(seconds).sort((a, b) => b[1] - a[1]).slice(0, 6).map(([name, took]) => `${name} ${took.toFixed(0)}`)
  console.log(`  ${((Date.now() - began) / 1000).toFixed(0)} s; most by ${slowest.join(', ')}`)
  console.log(`${count.passed} passed, ${count.failed} failed`)
  process.exit(count.failed ? 1 : 0)
}
