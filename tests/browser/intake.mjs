// A dispute told in one's own words: papers uploaded while one watches, the recommendation with its reasons, the door
// chosen, one time line over all of it. Then the same by keyboard alone, in English.
import { line, paper, photograph, telephonePhotograph } from './files.mjs'
import { address, choose, person as fillPerson, pickFirst, press, reach, readOverAndSend, search, send, type, write } from './form.mjs'
import { eventually, holds, person, same, signInByPhone, tidy } from './house.mjs'
import { COURT, LANDLORD, TENANT, TYPIST } from './people.mjs'

const PICTURE_MS = 90000 // the machine makes small pictures when it has time
const HOME = ['湖北省', '咸宁市', '咸安区']
const STORY = '去年九月租他的房子，交了三千六百元押金。今年九月退租交房，他说墙脏了，押金一直不退。'
const SLOW_BYTES_S = 150000
const PAPER_BYTES = 450000
const SAVE_MS = 800
const ENTRIES_DOWN = 3 // a province, past the cities that have no prefectures
const PROGRAM = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(8), Buffer.from([3, 0, 0x3e, 0, 1, 0, 0, 0]), Buffer.alloc(64)])

export default async function intake(test, { browser, server, shots }) {
  const tenant = await person(browser, server, { width: 390, name: 'intake-tenant', shots })
  let matter = ''

  await test('intake: a tenant tells what happened', async () => {
    const { page } = tenant
    await signInByPhone(tenant, server, TENANT.phone)
    await tenant.go('/')
    await page.locator('.tile-main').first().click()
    await search(page, 'f-court', '咸安区', COURT)
    await page.click('[data-testid="start"]')
    await page.waitForURL(/\/matters\/\w+\/do\/tell$/)
    matter = /\/matters\/(\w+)\//.exec(page.url())[1]
    await write(page, 'story', STORY)
    await choose(page, 'kind', '房屋买卖、租赁')
    await choose(page, 'has_written_proof', '是')
    await write(page, 'amount', '3600')
    await choose(page, 'applicant_kind', '个人')
    await fillPerson(page, 'me', TENANT)
    await choose(page, 'others[0].kind', '个人')
    await write(page, 'others[0].person.name', LANDLORD.name)
    await address(page, 'place', HOME, '书台街25号')
    await write(page, 'wish', '退还押金3600元。')
    await tidy(tenant, 'the told dispute')
    await tenant.shot('told')
  })

  await test('intake: a paper goes up while one watches, another is stopped, a wrong one is refused with words', async () => {
    const { page } = tenant
    const input = page.locator('[data-field="files"] input[type=file]')
    const rows = page.locator('[data-field="files"] .upload-row')
    const slow = await line(tenant, SLOW_BYTES_S)
    await input.setInputFiles(paper('租房合同.pdf', PAPER_BYTES))
    await page.waitForFunction(() => {
      const bar = document.querySelector('[data-field="files"] progress')
      return bar && bar.value > 0 && bar.value < 1
    })
    await tenant.shot('going-up')
    await rows.filter({ hasText: '租房合同.pdf' }).locator('.tag-ok').waitFor()
    await input.setInputFiles(paper('拍错了.pdf', PAPER_BYTES))
    await rows.filter({ hasText: '拍错了.pdf' }).getByRole('button', { name: '取消' }).click()
    await rows.filter({ hasText: '拍错了.pdf' }).waitFor({ state: 'detached' })
    await slow.detach()
    await line(tenant, 0)
    same(await rows.count(), 1, 'papers that were received')
    await input.setInputFiles({ name: '收据.pdf', mimeType: 'application/pdf', buffer: PROGRAM })
    const refused = rows.filter({ hasText: '收据.pdf' })
    await refused.locator('.field-error').waitFor()
    holds((await refused.locator('.field-error').innerText()).length > 8, 'the refusal of a file has no words')
    await tenant.shot('refused-file')
    tenant.complaints.length = 0 // the browser notes the refusal that was asked for
    await refused.getByRole('button', { name: '删除' }).click()
    await tidy(tenant, 'the uploads')
  })

  await test('intake: a large paper goes on by itself after the line broke twice', async () => {
    const { page } = tenant
    const rows = page.locator('[data-field="files"] .upload-row')
    const before = await rows.count()
    let broken = 0
    await page.route(/\/uploads\/\w+\?offset=[1-9]/, (route) => (broken++ < 2 ? route.abort() : route.continue()))
    await page.locator('[data-field="files"] input[type=file]').setInputFiles(paper('全部聊天记录.pdf', 1400000))
    const row = rows.filter({ hasText: '全部聊天记录.pdf' })
    await row.getByRole('status').waitFor() // it says that it waits for the connection
    await row.locator('.tag-ok').waitFor()
    await page.unroute(/\/uploads\/\w+\?offset=[1-9]/)
    holds(broken >= 4, `${broken} parts were sent behind the first`)
    tenant.complaints.length = 0 // the browser notes the lines that were broken
    await row.getByRole('button', { name: '删除' }).click()
    same(await rows.count(), before, 'papers that stay')
  })

  await test('intake: photographed pages are put in order, turned, and become one PDF', async () => {
    const { page } = tenant
    const rows = page.locator('[data-field="files"] .upload-row')
    const before = await rows.count()
    await page.locator('[data-field="files"] input[type=file]').setInputFiles([photograph('第二页.png', 300, 200), photograph('第一页.png', 200, 300)])
    for (const name of ['第一页.png', '第二页.png']) await rows.filter({ hasText: name }).locator('.tag-ok').waitFor()
    await page.locator('[data-field="files"] .upload-join').click()
    const pages = page.locator('[data-field="files"] .join-row')
    same(await pages.count(), 2, 'pages to join')
    await pages.locator('.thumb img').first().waitFor()
    await pages.filter({ hasText: '第一页.png' }).locator('.join-up:enabled, .join-down:enabled').click()
    await pages.filter({ hasText: '第二页.png' }).locator('.join-turn').click()
    await tidy(tenant, 'the pages to join')
    await tenant.shot('pages')
    await page.locator('.join .input').fill('收据两页')
    await page.getByRole('button', { name: /合成一份 PDF（2 页）/ }).click()
    const joined = rows.filter({ hasText: '收据两页.pdf' })
    await joined.locator('.tag-ok').waitFor()
    same(await rows.count(), before + 1, 'papers: the PDF in the place of two photographs')
    await joined.getByRole('button', { name: '删除' }).click()
  })

  await test('intake: a photograph as telephones keep them goes up', async () => {
    const rows = tenant.page.locator('[data-field="files"] .upload-row')
    await tenant.page.locator('[data-field="files"] input[type=file]').setInputFiles(telephonePhotograph('墙面.heic'))
    await rows.filter({ hasText: '墙面.heic' }).locator('.tag-ok').waitFor()
  })

  await test('intake: the recommendation says why, in both languages and large letters', async () => {
    const { page } = tenant
    // a draft on a slow line is still being saved when the next is due: one after the other, or the second is refused
    await page.route(/\/draft\/tell$/, async (route) => {
      if (route.request().method() === 'PUT') await new Promise((resolve) => setTimeout(resolve, SAVE_MS))
      await route.continue()
    })
    const saving = page.waitForRequest((request) => request.method() === 'PUT' && /\/draft\/tell$/.test(request.url()))
    await write(page, 'wish', '退还押金3600元，一周内。')
    await saving
    await write(page, 'wish', '退还押金3600元，三日内。')
    await readOverAndSend(page)
    await page.locator('[data-testid="action-choose_mediation"]').waitFor()
    holds(/房屋租赁/.test(await page.locator('main').innerText()), 'no cause is suggested')
    holds(await page.getByText('租房合同.pdf').count(), 'the paper is not in the matter')
    await eventually(page, async (id) => (await (await fetch(`/api/v1/matters/${id}`)).json()).documents.some((one) => one.thumbnail && one.media_type === 'image/heic'), matter, PICTURE_MS)
    await tenant.go(`/matters/${matter}`)
    const wall = page.locator('.paper', { hasText: '墙面.heic' })
    await wall.getByRole('button', { name: '查看图片' }).click()
    await page.waitForFunction(() => [...document.querySelectorAll('.paper-image')].some((image) => image.complete && image.naturalWidth === 64))
    await tenant.shot('telephone')
    await tidy(tenant, 'the recommendation')
    await tenant.shot('recommended')
    await page.click('[data-testid="language-switch"]')
    await page.waitForFunction(() => document.documentElement.lang === 'en')
    await tidy(tenant, 'the recommendation in English')
    await tenant.shot('recommended-english')
    await page.click('[data-testid="language-switch"]')
    await page.waitForFunction(() => document.documentElement.lang !== 'en')
    await page.click('[data-testid="elder-switch"]')
    await page.waitForFunction(() => document.documentElement.getAttribute('data-mode') === 'elder')
    await tidy(tenant, 'the recommendation in large letters')
    await tenant.shot('recommended-elder')
    await page.click('[data-testid="elder-switch"]')
  })

  await test('intake: the tenant chooses mediation and reads one time line over both matters', async () => {
    const { page } = tenant
    await page.click('[data-testid="action-choose_mediation"]')
    await send(page)
    await tenant.go(`/matters/${matter}`)
    await page.getByRole('link', { name: '查看整个纠纷的时间线' }).click()
    await page.waitForURL(/\/disputes\//)
    await page.locator('[data-testid="matter-card"]').nth(1).waitFor()
    await tidy(tenant, 'the dispute')
    await tenant.shot('dispute')
    await tenant.go('/matters')
    await tidy(tenant, 'my matters')
    await tenant.shot('matters')
    await tenant.go('/messages')
    await tidy(tenant, 'my messages')
    await tenant.shot('messages')
    await tenant.close()
  })

  await test('intake: the same by keyboard alone, in English', async () => {
    const typist = await person(browser, server, { width: 1440, name: 'intake-typist', shots })
    const { page } = typist
    await signInByPhone(typist, server, TYPIST.phone)
    await typist.go('/start/intake')
    await press(page, '[data-testid="language-switch"]')
    await page.waitForFunction(() => document.documentElement.lang === 'en')
    await type(page, '#f-court', '咸安区')
    await page.locator('#f-court-list [role=option]').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await press(page, '[data-testid="start"]')
    await page.waitForURL(/\/do\/tell$/)
    await type(page, '#f-story', STORY)
    await reach(page, '[data-field="kind"] select')
    await page.keyboard.press('ArrowDown')
    await pickFirst(page, 'applicant_kind')
    await type(page, '#f-me-name', TYPIST.name)
    await type(page, '#f-me-id-number', TYPIST.id_number)
    await type(page, '#f-me-phone', TYPIST.phone)
    await pickFirst(page, 'others[0].kind')
    await type(page, '#f-others-0-person-name', LANDLORD.name)
    for (let depth = 1; depth <= HOME.length; depth++) {
      await page.locator(`[data-field="place.division"] select`).nth(depth - 1).waitFor()
      await reach(page, `[data-field="place.division"] select:nth-of-type(${depth})`)
      for (let entry = 0; entry < ENTRIES_DOWN; entry++) await page.keyboard.press('ArrowDown')
    }
    await type(page, '#f-place-detail', '书台街25号')
    await type(page, '#f-wish', 'Return of the deposit of 3,600 yuan.')
    await press(page, '[data-testid="form-submit"]')
    await page.locator('#read-over').waitFor()
    await press(page, '[data-testid="form-submit"]')
    await page.locator('[data-testid="action-choose_mediation"]').waitFor()
    await tidy(typist, 'the recommendation by keyboard')
    await typist.shot('recommended')
    await typist.close()
  })
}
