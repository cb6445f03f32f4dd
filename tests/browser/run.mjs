// The web in a real browser: `node tests/browser/run.mjs --program build/src/fengqiao [--only WORD] [--shots FOLDER]`.
// Every test prints a line; the last line is "N passed, N failed". Nothing is skipped: what cannot run has failed.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { breaches, root, same, startBrowser, startServer } from './house.mjs'
import calculators from './calculators.mjs'
import clocks from './clocks.mjs'
import corrections from './corrections.mjs'
import definitions from './definitions.mjs'
import delegations from './delegations.mjs'
import desk from './desk.mjs'
import delivery from './delivery.mjs'
import intake from './intake.mjs'
import install from './install.mjs'
import live from './live.mjs'
import jobs from './jobs.mjs'
import loan from './loan.mjs'
import filing from './filing.mjs'
import differences from './differences.mjs'
import outages from './outages.mjs'
import matrix from './matrix.mjs'
import papers from './papers.mjs'
import pages from './pages.mjs'
import mediation from './mediation.mjs'
import portal from './portal.mjs'
import rights from './rights.mjs'
import search from './search.mjs'
import signin from './signin.mjs'
import story from './story.mjs'
import tasks from './tasks.mjs'

const TEST_MS_MAX = 150000

function option(name) {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? '' : process.argv[at + 1] || ''
}

const program = resolve(option('program') || `${root}build/src/fengqiao`)
const only = option('only')
let passed = 0
let failed = 0
let server = null
let browser = null

/** Runs one test; what follows goes on after a failure. */
async function test(name, body) {
  if (only && name.indexOf(only) < 0) return
  let timer
  try {
    const late = new Promise((unused, reject) => { timer = setTimeout(() => reject(new Error(`longer than ${TEST_MS_MAX / 1000} s`)), TEST_MS_MAX) })
    await Promise.race([body(), late])
    same(breaches(), [], 'breaches of the policy for content, and errors nobody caught')
    passed++
    console.log(`  ok   ${name}`)
  } catch (error) {
    failed++
    console.log(`  FAIL ${name}`)
    console.log(String(error.message || error).split('\n').slice(0, 24).map((line) => `        ${line}`).join('\n'))
  } finally {
    breaches()
    clearTimeout(timer)
  }
}

try {
  if (!existsSync(`${root}web/dist/portal.html`)) throw new Error('web/dist is missing: run tools/build-web')
  server = await startServer(program)
  browser = await startBrowser()
  const house = { browser, server, shots: option('shots') }
  await pages(test, house)
  await delivery(test, house)
  await install(test, house)
  await calculators(test, house)
  await intake(test, house)
  await story(test, house)
  await live(test, house)
  await papers(test, house)
  await filing(test, house)
  await corrections(test, house)
  await loan(test, house)
  await jobs(test, house)
  await delegations(test, house)
  await definitions(test, house)
  await tasks(test, house)
  await desk(test, house)
  await rights(test, house)
  await search(test, house)
  await portal(test, house)
  await mediation(test, house)
  await outages(test, house)
  await differences(test, house)
  await signin(test, house)
  await matrix(test, house)
  await clocks(test, house) // last: both move the court's clock, this one furthest
} catch (error) {
  failed++
  console.log(`  FAIL the tests could not go on\n        ${String(error.message || error).split('\n').join('\n        ')}`)
} finally {
  if (browser) await browser.close().catch(() => {})
  if (server) {
    const log = failed ? server.tail() : ''
    const code = await server.stop()
    if (code !== 0) {
      failed++
      console.log(`  FAIL the server ends when asked (${code})`)
    } else {
      passed++
      console.log('  ok   the server ends when asked')
    }
    if (log) console.log(`        the server's last words:\n${log.split('\n').slice(-12).map((line) => `        | ${line}`).join('\n')}`)
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
