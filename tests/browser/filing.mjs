// The complaint as a form of steps: mistakes said twice in the same words, photographs joined, a line that drops twice, the
// keyboard alone. Each ends in a receipt.
import { line, paper, photograph } from './files.mjs'
import { choose, next, openStep, pickFirst, press, reach, search, send, type, write } from './form.mjs'
import { holds, person, same, signInByPhone, tidy } from './house.mjs'
import { BORROWER, COURT, KEYBOARD_PARTY, VILLAGE_PARTY } from './people.mjs'

const HOME = { division: '421202', detail: '青龙路9号' }
const SLOW_BYTES_S = 100000
const CLAIMS = '判令被告偿还借款本金六万元。'

export const complaint = (party) => ({
  complaint_kind: 'written', cause: '04.10.108.03', amount: 6000000, jurisdiction_ground: 'defendant_domicile',
  plaintiffs: [{ kind: 'person', person: { name: party.name, id_kind: 'resident_id', id_number: party.id_number, phone: party.phone, address: HOME } }],
  defendants: [{ kind: 'person', person: { name: BORROWER.name, address: HOME } }], claims: CLAIMS, facts: '被告借款六万元，到期没有归还，出具借条一张。',
  service_name: party.name, service_address: HOME, service_phone: party.phone, electronic_service: true, mediation_willing: 'no', risk_notice_read: true, signature: { mode: 'screen', name: party.name },
})

/** Opens a filing and lays a draft, by the page's own session; its id. */
export function begin(page, body) {
  return page.evaluate(async (body) => {
    const csrf = (await (await fetch('/api/v1/session')).json()).csrf
    const headers = () => ({ 'Content-Type': 'application/json', 'X-CSRF': csrf, 'Idempotency-Key': `begin-${Math.random()}` })
    const opened = await (await fetch('/api/v1/filing', { method: 'POST', headers: headers(), body: JSON.stringify({ court: '鄂1202' }) })).json()
    const laid = await fetch(`/api/v1/matters/${opened.id}/draft/submit`, { method: 'PUT', headers: headers(), body: JSON.stringify({ body, revision: 0 }) })
    if (!laid.ok) throw new Error(`the draft: ${laid.status} ${await laid.text()}`)
    return opened.id
  }, body)
}
export const without = (body, ...names) => Object.fromEntries(Object.entries(body).filter(([name]) => names.indexOf(name) < 0))
const tag = (page, step) => page.locator(`#step-${step}-tag`).innerText()

export default async function filing(test, { browser, server, shots }) {
  const village = await person(browser, server, { width: 390, name: 'filing-village', shots })
  let matter = ''

  await test('filing: what is wrong is said on top and by the field, in the same words; going on and back loses nothing', async () => {
    const { page } = village
    await signInByPhone(village, server, VILLAGE_PARTY.phone)
    matter = await begin(page, without(complaint(VILLAGE_PARTY), 'facts', 'claims', 'amount', 'signature'))
    await village.go(`/matters/${matter}/do/submit`)
    holds(/已填完 5 步，共 10 步/.test(await page.locator('.step-progress').innerText()), 'the list does not say how far it is')
    same([await tag(page, 'claims'), await tag(page, 'agents'), await tag(page, 'plaintiffs'), await tag(page, 'sign')].map((text) => text.replace('：', '').trim()), ['未开始', '选填', '已填完', '还差 1 处'], 'how far the steps have come')
    await page.click('[data-testid="step-next"]') // "go on": the first that is not complete
    await page.waitForURL(/step=claims/)
    holds(await page.title() === '诉讼请求 – 提交立案申请 – 枫桥', `the title of a step: ${await page.title()}`)
    await write(page, 'amount', '六万')
    await page.click('[data-testid="step-next"]')
    await page.locator('[data-testid="error-summary"]').waitFor()
    same(await page.evaluate(() => document.activeElement.dataset.testid), 'error-summary', 'what has the focus')
    holds((await page.title()).indexOf('错误：') === 0, 'the title does not say that there is a mistake')
    const above = await page.locator('[data-testid="error-summary"] li').allInnerTexts()
    const beside = await page.locator('.field-error').allInnerTexts()
    same(above.map((text) => text.split('：').pop()), beside, 'the words on top and by the fields')
    await village.shot('mistakes')
    await tidy(village, 'a step with mistakes')
    await page.locator('[data-testid="error-summary"] a').last().click()
    same(await page.evaluate(() => document.activeElement.id), 'f-amount', 'where the link leads')
    await write(page, 'claims', CLAIMS)
    await page.click('[data-testid="step-back"]')
    await page.waitForURL(/step=agents/)
    await page.goBack()
    await page.waitForURL(/step=claims/)
    same([await page.inputValue('#f-claims'), await page.inputValue('#f-amount')], [CLAIMS, '六万'], 'what was typed')
    await page.click('[data-testid="step-later"]')
    await page.waitForFunction(() => /还差 1 处/.test(document.querySelector('#step-claims-tag').innerText))
    await village.shot('steps')
    await tidy(village, 'the steps')
    await openStep(page, 'claims')
    await write(page, 'amount', '60,000')
    await next(page, 'facts')
  })

  await test('filing: photographs are put in order, turned, and joined to one file of the evidence', async () => {
    const { page } = village
    await page.locator('[data-field="loans"] .group-add').click()
    await write(page, 'loans[0].lent_on', '2025年3月12日')
    await write(page, 'loans[0].amount', '60000')
    await choose(page, 'loans[0].given_by', '现金')
    await write(page, 'facts', '被告借款六万元，到期没有归还，出具借条一张。')
    await next(page, 'evidence')
    await page.locator('[data-field="evidence"] .group-add').click()
    await write(page, 'evidence[0].name', '借条')
    await write(page, 'evidence[0].purpose', '证明借款')
    await choose(page, 'evidence[0].form', '原件')
    const box = page.locator('[data-field="evidence[0].files"]')
    await box.locator('input[type=file]').setInputFiles([photograph('反面.png', 300, 200), photograph('正面.png', 200, 300)])
    await box.locator('.tag-ok').nth(1).waitFor()
    await box.locator('.upload-join').click()
    await page.locator('.join-row', { hasText: '反面.png' }).locator('.join-up:enabled, .join-down:enabled').click() // whichever came first
    await page.getByRole('button', { name: '转方向：反面.png 转 90 度' }).click()
    await village.shot('photographs')
    await tidy(village, 'photographs being joined')
    await page.getByRole('button', { name: '合成一份 PDF（2 页）' }).click()
    await box.locator('.upload-row', { hasText: '拍照材料.pdf' }).waitFor()
    same(await box.locator('.upload-row').count(), 1, 'files left')
  })

  await test('filing: a slow line drops twice in the middle: nothing is lost, and all of it goes on by itself', async () => {
    const { page, context } = village
    const slow = await line(village, SLOW_BYTES_S)
    await page.locator('[data-field="evidence"] .group-add').click()
    await write(page, 'evidence[1].name', '聊天记录')
    await write(page, 'evidence[1].purpose', '证明多次催要')
    await choose(page, 'evidence[1].form', '电子数据')
    const box = page.locator('[data-field="evidence[1].files"]')
    await box.locator('input[type=file]').setInputFiles(paper('聊天记录.pdf', 400000))
    await page.waitForFunction(() => { const bar = document.querySelector('[data-field="evidence[1].files"] progress'); return bar && bar.value > 0 })
    await slow.detach()
    await context.setOffline(true) // first
    await write(page, 'evidence[1].purpose', '证明多次催要，最后一次在九月')
    await page.locator('[data-testid="line-down"]').waitFor()
    await page.locator('[data-testid="offline"]').waitFor()
    await village.shot('offline')
    await next(page, 'service') // on, though the file waits
    await context.setOffline(false)
    await page.locator('[data-testid="offline"]').waitFor({ state: 'detached' })
    await page.locator('[data-testid="line-down"]').waitFor({ state: 'detached' })
    await page.click('[data-testid="step-later"]')
    await openStep(page, 'evidence')
    await box.locator('.tag-ok').waitFor({ timeout: 60000 })
    await context.setOffline(true) // second, and the page is lost as well
    await write(page, 'evidence[1].source', '本人手机')
    await box.locator('input[type=file]').setInputFiles(paper('录音整理.pdf', 20000))
    await page.locator('[data-testid="offline"]').waitFor()
    await context.setOffline(false)
    await page.route('**/draft/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await page.route('**/documents?*', (route) => route.abort())
    await write(page, 'evidence[1].source', '本人手机导出')
    await page.waitForTimeout(3500)
    await page.unrouteAll()
    await page.goto(`/matters/${matter}/do/submit?step=evidence`)
    await box.locator('.upload-row', { hasText: '录音整理.pdf' }).locator('.tag-ok').waitFor({ timeout: 30000 })
    same(await page.inputValue('#f-evidence-1-source'), '本人手机导出', 'what was typed while the line was broken')
    village.complaints.length = 0 // the browser's own lines about requests that found no way
    await next(page, 'service')
    await page.click('[data-testid="step-later"]')
    await openStep(page, 'sign')
    await choose(page, 'signature.mode', '屏幕签名')
    await write(page, 'signature.name', VILLAGE_PARTY.name)
    await page.locator('.sign-area').evaluate((one) => one.scrollIntoView({ block: 'center' }))
    const area = await page.locator('.sign-area').boundingBox()
    await page.mouse.move(area.x + 40, area.y + 40)
    await page.mouse.down()
    for (let at = 1; at < 8; at++) await page.mouse.move(area.x + 40 + 20 * at, area.y + 40 + (at % 2 ? 30 : 0))
    await page.mouse.up()
    await page.click('[data-testid="sign-use"]')
    await page.locator('.sign .tag-ok').waitFor()
    await village.shot('signed')
    await tidy(village, 'a signature by hand')
    await next(page, 'check')
    await page.locator('[data-testid="complete"]').waitFor()
    await page.locator('[data-testid="fee-result"]', { hasText: '1,300.00' }).waitFor()
    await page.getByRole('button', { name: '修改：诉讼标的额（元）' }).click() // one row changed, and back to the check
    await page.waitForURL(/step=claims/)
    same(await page.evaluate(() => document.activeElement.id), 'f-amount', 'where "change" leads')
    await write(page, 'amount', '50000')
    await next(page, 'check')
    await page.locator('[data-testid="fee-result"]', { hasText: '1,050.00' }).waitFor()
    await send(page)
    await page.locator('[data-testid="receipt"]').waitFor()
    await page.locator('[data-testid="receipt"] .paper-name').first().waitFor()
    holds(/2026年12月1日/.test(await page.locator('[data-testid="receipt"]').innerText()), 'the receipt does not say by when')
    await village.shot('receipt')
    await tidy(village, 'the receipt')
    await page.emulateMedia({ media: 'print' })
    holds(!(await page.getByRole('button', { name: '打印回执' }).isVisible()), 'buttons are printed')
    await village.shot('receipt-printed')
    await village.close()
  })

  await test('filing: the same by keyboard alone', async () => {
    const typist = await person(browser, server, { width: 1440, name: 'filing-keyboard', shots })
    const { page } = typist
    const on = async (to) => {
      await press(page, '[data-testid="step-next"]')
      await page.waitForURL((url) => (to === 'check' ? url.searchParams.has('check') : url.searchParams.get('step') === to))
    }
    await signInByPhone(typist, server, KEYBOARD_PARTY.phone)
    await typist.go('/start/filing')
    await type(page, '#f-court', '咸安区')
    await page.locator('#f-court-list [role=option]', { hasText: COURT }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await press(page, '[data-testid="start"]')
    await page.waitForURL(/\/do\/submit$/)
    await page.locator('[data-testid="steps"]').waitFor()
    await on('case')
    await pickFirst(page, 'complaint_kind')
    await type(page, '#f-cause', '民间借贷')
    await page.locator('#f-cause-list [role=option]').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await reach(page, '[data-field="jurisdiction_ground"] input, [data-field="jurisdiction_ground"] select')
    await page.keyboard.press(await page.locator('[data-field="jurisdiction_ground"] select').count() ? 'ArrowDown' : 'Space')
    await on('plaintiffs')
    await pickFirst(page, 'plaintiffs[0].kind')
    await type(page, '#f-plaintiffs-0-person-name', KEYBOARD_PARTY.name)
    await type(page, '#f-plaintiffs-0-person-id-number', KEYBOARD_PARTY.id_number)
    await type(page, '#f-plaintiffs-0-person-phone', KEYBOARD_PARTY.phone)
    await on('defendants')
    await pickFirst(page, 'defendants[0].kind')
    await type(page, '#f-defendants-0-person-name', BORROWER.name)
    await on('agents')
    await on('claims')
    await type(page, '#f-claims', CLAIMS)
    await type(page, '#f-amount', '60000')
    await on('facts')
    await type(page, '#f-facts', '被告借款六万元，到期没有归还。')
    await on('evidence')
    await on('service')
    await type(page, '#f-service-name', KEYBOARD_PARTY.name)
    for (let depth = 1; depth <= 3; depth++) {
      await page.locator('[data-field="service_address.division"] select').nth(depth - 1).waitFor()
      await reach(page, `[data-field="service_address.division"] select:nth-of-type(${depth})`)
      for (let entry = 0; entry < 3; entry++) await page.keyboard.press('ArrowDown')
    }
    await type(page, '#f-service-address-detail', '青龙路9号')
    await pickFirst(page, 'electronic_service')
    await on('mediation')
    await pickFirst(page, 'mediation_willing')
    await on('sign')
    await pickFirst(page, 'risk_notice_read')
    await pickFirst(page, 'signature.mode')
    await type(page, '#f-signature-name', KEYBOARD_PARTY.name)
    await on('check')
    await page.locator('[data-testid="complete"]').waitFor()
    await tidy(typist, 'the check by keyboard')
    await typist.shot('check')
    await press(page, '[data-testid="form-submit"]')
    await page.locator('dialog[open]').waitFor()
    await press(page, '[data-testid="confirm-yes"]')
    await page.locator('[data-testid="receipt"]').waitFor()
    await tidy(typist, 'the receipt by keyboard')
    await typist.shot('receipt')
    await typist.close()
  })
}
