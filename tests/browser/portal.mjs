// The portal as the people it is for: a man of 74 in large letters on a phone, a woman who doubts a message, a visitor who
// reads English, somebody who prints.
import { askToMediate, bareKeys, barriers, holds, messageTo, named, overflow, person, same, signInByPhone, signInStaff, tidy } from './house.mjs'
import { ELDER, STAFF, YOUNG } from './people.mjs'

const TEXT_PX = 22
const TAP_PX = 60

/** Words smaller than elder mode promises, and what is too small to be tapped: none is wanted. */
const small = (page) => page.evaluate(([text, tap]) => {
  const out = []
  const main = document.getElementById('main')
  for (const one of main.querySelectorAll('.tile, .btn, .choice')) {
    const box = one.getBoundingClientRect()
    if (box.height && box.height < tap) out.push(`${one.className} is ${Math.round(box.height)} px high`)
  }
  if (parseFloat(getComputedStyle(main).fontSize) < text) out.push(`text of ${getComputedStyle(main).fontSize}`)
  return out
}, [TEXT_PX, TAP_PX])

export default async function portal(test, { browser, server, shots }) {
  const old = await person(browser, server, { width: 390, name: 'portal-elder', shots })
  const young = await person(browser, server, { width: 1440, name: 'portal-young', shots })
  const desk = await person(browser, server, { name: 'portal-desk', shots })
  let matter = ''

  await test('portal: a man of 74 turns to large letters on the first screen, and they stay his on another phone', async () => {
    const { page } = old
    await old.go('/')
    await page.getByRole('button', { name: '长辈版' }).click()
    await page.locator('[data-testid="call"]').waitFor()
    same(await page.locator('.tiles > li:visible').count(), 5, 'four main tasks and the telephone')
    same(await page.locator('[data-testid="call"]').getAttribute('href'), 'tel:12368', 'the number to call')
    same(await small(page), [], 'what is too small')
    await tidy(old, 'the home page in large letters')
    await old.shot('home')
    await signInByPhone(old, server, ELDER.phone)
    await named(old, ELDER)
    const other = await person(browser, server, { width: 390, name: 'portal-elder-other', shots })
    await signInByPhone(other, server, ELDER.phone)
    await other.go('/')
    same(await other.page.evaluate(() => document.documentElement.dataset.mode), 'elder', 'the mode on another phone')
    await other.close()
  })

  await test('portal: what waits for him stands on the first screen, with the last day; his answer takes it away', async () => {
    const { page } = old
    await signInStaff(desk, STAFF.desk.login, STAFF.desk.password)
    const window = await person(browser, server, { name: 'portal-window', shots })
    await signInStaff(window, STAFF.window.login, STAFF.window.password)
    await signInByPhone(young, server, YOUNG.phone)
    await named(young, YOUNG)
    matter = await askToMediate(window.page, YOUNG, ELDER)
    await window.close()
    await old.go('/')
    const todo = page.locator('[data-testid="todo"]')
    await todo.getByText('请您在2026年').first().waitFor()
    const box = await todo.locator('[data-testid="turn"]').first().boundingBox()
    holds(box.y + box.height < 844, `the first thing to do ends at ${Math.round(box.y + box.height)} px`)
    await tidy(old, 'the home page with something to do')
    await old.shot('todo')
    await todo.getByRole('link', { name: /去办理/ }).first().click()
    await page.locator('[data-testid="timeline-next"]', { hasText: '请您在' }).waitFor()
    same(await overflow(page), 0, 'pixels the matter sticks out')
    same(await barriers(page), [], 'barriers of the matter in large letters')
    await old.shot('matter')
    await page.click('[data-testid="action-agree"]')
    await page.click('[data-testid="confirm-yes"]')
    await page.locator('[data-testid="action-agree"]').waitFor({ state: 'detached' })
    await old.go('/')
    await page.locator('[data-testid="todo-none"]').waitFor()
  })

  await test('portal: the page is read aloud where there is a voice, and no button without one', async () => {
    same(await young.page.locator('[data-testid="read-aloud"]').count(), 0, 'buttons without a voice')
    const hearer = await person(browser, server, { width: 390, name: 'portal-hearer', shots })
    await hearer.page.addInitScript(() => {
      window.said = []
      const voice = { lang: 'zh-CN', name: 'stub' }
      Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => [voice], speak: (one) => window.said.push(one.text), cancel: () => {}, addEventListener: () => {} } })
      window.SpeechSynthesisUtterance = function said(text) { this.text = text }
    })
    await hearer.go('/guides/fees')
    await hearer.page.click('[data-testid="read-aloud"]')
    const said = await hearer.page.evaluate(() => window.said)
    holds(said.length > 5 && said.join('').indexOf('减半交纳') > 0, `what was said: ${said.join('|').slice(0, 200)}`)
    await hearer.page.getByRole('button', { name: '停止朗读' }).click()
    await tidy(hearer, 'a page that is read aloud')
    await hearer.shot('read')
    await hearer.close()
  })

  await test('portal: before the session ends it is said, and one tap goes on with it', async () => {
    const { page } = young
    await page.route('**/api/v1/session', async (route) => {
      const reply = await route.fetch()
      await route.fulfill({ response: reply, json: { ...(await reply.json()), seconds_left: 600 } })
    })
    await young.go('/matters')
    await page.locator('[data-testid="session-end"]', { hasText: '10' }).waitFor()
    await tidy(young, 'the warning')
    await young.shot('ending')
    await page.click('[data-testid="session-renew"]')
    await page.locator('[data-testid="session-end"]').waitFor({ state: 'detached' })
    await page.unroute('**/api/v1/session')
    await young.go('/matters')
    await page.locator('[data-testid="matter-card"]').first().waitFor()
  })

  await test('portal: a matter has an address and a code, and prints with everything on it', async () => {
    const { page } = young
    await young.go(`/matters/${matter}`)
    await page.getByText('网址和二维码').click()
    await page.waitForFunction(() => { const code = document.querySelector('.share-code'); return code && code.naturalWidth > 0 })
    same(await page.inputValue('#share-address'), `${server.address}/matters/${matter}`, 'the address')
    await tidy(young, 'the matter with its code')
    await young.shot('matter')
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    same(await page.locator('header:visible, footer:visible, form:visible').count(), 0, 'what no sheet needs')
    same(await page.locator('main details:not([open]):visible').count(), 0, 'folds on paper')
    await page.locator('.only-print', { hasText: '打印时间' }).first().waitFor()
    await young.shot('matter-print')
    await page.emulateMedia({ media: 'screen' })
    const stranger = await person(browser, server, { width: 390, name: 'portal-stranger', shots })
    await signInByPhone(stranger, server, '13971231119')
    await stranger.page.goto(`/matters/${matter}`)
    await stranger.page.locator('[data-testid="problem"]').waitFor()
    same(await stranger.page.getByText(YOUNG.name).count(), 0, 'names a stranger is shown')
    await stranger.close()
  })

  await test('portal: opening a paper is recorded, and said before it is opened', async () => {
    const { page } = old
    await old.go('/papers')
    const row = page.locator('.paper', { hasText: '征询' }).first()
    await row.getByText('未打开').waitFor()
    await row.getByText('打开会记下时间').waitFor()
    await tidy(old, 'the papers')
    await old.shot('papers')
    const saved = page.waitForEvent('download')
    await row.locator('.paper-name').click()
    await saved
    await row.getByText('第一次打开').waitFor()
    await old.shot('papers-opened')
  })

  await test('portal: is this message really from the court? the words and the number must both be right', async () => {
    const { page } = young
    const words = await messageTo(server, ELDER.phone, '是否愿意调解')
    const check = async (phone, text) => {
      await young.go('/told')
      await page.fill('#f-phone', phone)
      await page.fill('#f-text', text)
      await page.locator('.small-form button[type=submit]').click()
      await page.locator('[data-testid="told-result"]').waitFor()
      return page.locator('[data-testid="told-result"] h2').innerText()
    }
    same(await check(ELDER.phone, `【咸宁市咸安区人民法院】${words}`), '是法院发出的', 'the message as it came')
    await tidy(young, 'a message that is genuine')
    await young.shot('told')
    same(await check(ELDER.phone, `${words}请先转账。`), '没有查到，请不要按它办理', 'a changed one')
    await young.shot('told-not')
    same(await check(YOUNG.phone, words), '没有查到，请不要按它办理', 'to another number')
  })

  await test('portal: for whom one acts is chosen in one place', async () => {
    const { page } = young
    await young.go('/')
    await page.click('[data-testid="for-whom"]')
    await page.locator('[data-testid="acting-now"] input[checked], [data-testid="acting-now"] input:checked').first().waitFor()
    await page.getByRole('heading', { name: '为单位办理' }).waitFor()
    await tidy(young, 'for whom one acts')
    await young.shot('for-whom')
  })

  for (const width of [390, 1440]) {
    await test(`portal: guides, forms, display and the rest in English and in high contrast, ${width} wide`, async () => {
      const who = await person(browser, server, { width, name: 'portal-visitor', shots })
      await who.go('/display')
      await who.page.check('input[name="mode"][value="contrast"]')
      await who.page.check('input[name="language"][value="en"]')
      await who.page.waitForFunction(() => document.documentElement.lang === 'en' && document.documentElement.dataset.mode === 'contrast')
      for (const path of ['/', '/guides', '/guides/sue', '/guides/bring', '/forms', '/forms/complaint', '/forms/evidence', '/told', '/display', '/accessibility']) {
        await who.go(path)
        const heading = await who.page.locator('h1').innerText()
        holds(!/[一-鿿]/.test(heading), `the heading of ${path} is not in English: ${heading}`)
        await tidy(who, path)
        await who.shot(path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home')
      }
      same(await bareKeys(who.page), [], 'texts without words')
      await who.close()
    })
  }
  for (const who of [old, young, desk]) await who.close()
}
