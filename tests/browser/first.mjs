// The portal's first screen, which the server draws (src/api/home.c): it says and leads where the page itself will, before any script
// has run; it is nobody's in particular, and what is tapped on it is not lost.
import { holds, person, same, signInByPhone, tidy } from './house.mjs'
import { HALL_PARTY } from './people.mjs'

const SCRIPTS = /\/assets\/portal-.*\.js$/

/** What is read on it and where it leads, without what only the page itself knows: who is signed in, what voices there are. */
const seen = (page) => page.evaluate(() => ({
  links: [...document.querySelectorAll('#app a')].map((link) => `${link.innerText.replace(/\s+/g, ' ').trim()} → ${link.getAttribute('href')}`),
  heads: [...document.querySelectorAll('#app h1, #app h2')].map((head) => head.innerText),
  shown: document.getElementById('main').innerText.replace(/\s+/g, ' '),
}))

/** A page whose own scripts wait until `go()`. */
async function held(browser, server, options) {
  const who = await person(browser, server, options)
  let go = null
  const free = new Promise((resolve) => { go = resolve })
  await who.page.route(SCRIPTS, async (route) => {
    await free
    await route.continue()
  })
  return { ...who, release: async () => {
    go()
    await who.page.locator('#app[data-v-app]').waitFor()
  } }
}
const arrive = async (who) => {
  await who.page.goto('/', { waitUntil: 'commit' })
  await who.page.locator('.tiles-small .tile').last().waitFor({ state: 'attached' })
}

export default async function first(test, { browser, server, shots }) {
  for (const mode of ['', 'elder']) {
    await test(`first screen: before any script it is what the page will be${mode ? ', in elder mode too' : ''}`, async () => {
      const who = await held(browser, server, { width: 390, name: `first${mode}`, shots })
      await who.context.addInitScript((chosen) => localStorage.setItem('mode', chosen), mode)
      await arrive(who)
      same(await who.page.evaluate(() => document.documentElement.getAttribute('data-mode')), mode || null, 'the mode')
      const drawn = await seen(who.page)
      holds(drawn.links.some((link) => /^我要立案.* → \/start\/filing$/.test(link)) && drawn.links.length > 20, `what it leads to: ${drawn.links.join('; ')}`)
      await who.shot('drawn')
      await who.release()
      const demo = await who.page.locator('.demo-bar a').count()
      const whole = await seen(who.page)
      same(drawn, { ...whole, links: whole.links.filter((link) => !demo || !/ → \/outbox$/.test(link)) }, 'what it says')
      await who.shot('whole')
      await who.close()
    })
  }

  await test('first screen: with scripts forbidden its tiles lead on all the same, and nothing in it is a mark', async () => {
    const context = await browser.newContext({ baseURL: server.address, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto('/')
    holds(!/~\w+~|undefined|\{\w+\}/.test(await page.content()), 'a mark was left')
    await page.locator('.tile', { hasText: '我要立案' }).first().click()
    same(new URL(page.url()).pathname, '/start/filing', 'where the tile leads')
    await context.close()
  })

  await test('first screen: what is tapped before the page is ready is done when it is', async () => {
    const who = await held(browser, server, { width: 390, name: 'first-tap', shots })
    await arrive(who)
    await who.page.getByTestId('elder-switch').click()
    same(await who.page.evaluate(() => document.documentElement.getAttribute('data-mode')), null, 'not yet')
    await who.release()
    same(await who.page.evaluate(() => document.documentElement.getAttribute('data-mode')), 'elder', 'then')
    await tidy(who, 'the home page after a tap on the first screen')
    await who.close()
  })

  await test('first screen: who reads English or was signed in here does not see somebody else\'s', async () => {
    const who = await held(browser, server, { width: 390, name: 'first-other', shots })
    await who.context.addInitScript(() => localStorage.setItem('language', 'en'))
    await arrive(who)
    holds(!await who.page.locator('h1').isVisible(), 'the Chinese page is shown to who chose English')
    await who.release()
    same(await who.page.locator('h1').innerText(), 'What do you need to do?', 'then in English')
    await who.close()
    const known = await person(browser, server, { width: 390, name: 'first-known', shots })
    await signInByPhone(known, server, HALL_PARTY.phone)
    same(await known.page.evaluate(() => localStorage.getItem('known')), '1', 'somebody is signed in here')
    await known.page.route(SCRIPTS, (route) => route.abort())
    await known.page.goto('/')
    holds(!await known.page.locator('.home-signin').isVisible(), 'who is signed in is asked to')
    await known.page.unroute(SCRIPTS)
    await known.go('/')
    holds(await known.page.locator('h1').isVisible(), 'their own page')
    known.complaints.splice(0) // the scripts that were not let in
    await known.close()
  })
}
