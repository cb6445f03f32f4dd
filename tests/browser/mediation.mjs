// A mediation as its parties live it: they agree, choose among the recommended, talk with files, read what they sign.
import { act, choose, send, write } from './form.mjs'
import { askToMediate, holds, named, person, same, signInByPhone, signInStaff, tidy, tidyAt } from './house.mjs'
import { NEIGHBOUR, OWNER, STAFF } from './people.mjs'

const TERMS = '孟溪于2026年12月20日前修好墙体。\n双方就本次装修再无其他争议。'
const LIST = { name: '修理报价.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n${'0'.repeat(3000)}\n%%EOF\n`) }

export default async function mediation(test, { browser, server, shots }) {
  const owner = await person(browser, server, { width: 390, name: 'mediation-owner', shots })
  const neighbour = await person(browser, server, { width: 1440, name: 'mediation-neighbour', shots })
  const mediator = await person(browser, server, { name: 'mediation-mediator', shots })
  let matter = ''
  const state = (who, words) => who.page.locator('.page-head .tag', { hasText: words }).first().waitFor()

  await test('mediation: both say yes, each on their own page', async () => {
    const window = await person(browser, server, { name: 'mediation-window', shots })
    await signInByPhone(owner, server, OWNER.phone)
    await named(owner, OWNER)
    await signInByPhone(neighbour, server, NEIGHBOUR.phone)
    await named(neighbour, NEIGHBOUR)
    await signInStaff(window, STAFF.window.login, STAFF.window.password)
    matter = await askToMediate(window.page, OWNER, NEIGHBOUR)
    await window.close()
    for (const who of [owner, neighbour]) {
      await who.go('/')
      await who.page.locator('[data-testid="todo"]').waitFor()
      await who.go(`/matters/${matter}`)
      await act(who.page, 'agree')
    }
    for (let tries = 0; tries < 40 && !(await owner.page.locator('.page-head .tag', { hasText: '选定调解员' }).count()); tries++) await owner.go(`/matters/${matter}`)
    await state(owner, '选定调解员')
  })

  await test('mediation: three mediators are recommended with their reasons, more on demand', async () => {
    const { page } = owner
    await page.click('[data-testid="action-propose_mediator"]')
    const rows = page.locator('.mediator')
    await rows.first().waitFor()
    const more = page.getByRole('button', { name: /看全部/ })
    const all = await more.count()
    holds((await rows.count()) <= 3, 'more than three are shown at first')
    holds((await rows.first().locator('.muted').last().innerText()).length > 3, 'the first comes without a reason')
    await rows.first().getByText('推荐').waitFor()
    await tidy(owner, 'the recommended mediators')
    await owner.shot('recommended')
    if (all) {
      await more.click()
      holds((await rows.count()) > 3, 'no more on demand')
    }
    await page.locator('.mediator', { hasText: '周桂兰' }).click()
    await send(page)
    await neighbour.go(`/matters/${matter}`)
    await neighbour.page.click('[data-testid="action-accept_mediator"]')
    await neighbour.page.locator('.mediator', { hasText: '周桂兰' }).click()
    await send(neighbour.page)
    await state(neighbour, '等待调解员确认')
  })

  await test('mediation: they talk, with a file that the other side can open', async () => {
    const { page } = mediator
    await signInStaff(mediator, STAFF.mediator.login, STAFF.mediator.password)
    await mediator.go(`/staff/matters/${matter}`)
    await page.click('[data-testid="action-confirm"]')
    await choose(page, 'disclosure', '没有')
    await choose(page, 'warned', '是')
    await send(page)
    await state(mediator, '调解中')
    await owner.go(`/matters/${matter}`)
    const room = owner.page.locator('[data-testid="posts"]')
    await room.locator('textarea').fill('这是装修公司给的修理报价。')
    let release = () => {}
    const held = new Promise((resolve) => { release = resolve })
    await owner.page.route('**/api/v1/documents?*', async (route) => {
      await held
      await route.continue()
    })
    await room.locator('input[type=file]').setInputFiles(LIST)
    await room.getByRole('button', { name: '发送' }).click()
    await room.locator('#post-error', { hasText: '还在上传' }).waitFor()
    release()
    await room.locator('.upload-row', { hasText: LIST.name }).locator('.tag-ok').waitFor()
    await room.getByRole('button', { name: '发送' }).click()
    await room.locator('.post .paper-name', { hasText: LIST.name }).waitFor()
    same(await room.locator('.upload-row').count(), 0, 'files that are still in the form')
    await room.locator('input[type=file]').setInputFiles({ ...LIST, name: '补充.pdf' })
    await room.locator('.upload-row .tag-ok').waitFor()
    same(await room.locator('.upload-row').count(), 1, 'files of the next message')
    await room.locator('.upload-row button', { hasText: '删除' }).click()
    await owner.page.unrouteAll()
    await tidy(owner, 'the room')
    await owner.shot('room')
    await neighbour.go(`/matters/${matter}`)
    const saved = neighbour.page.waitForEvent('download')
    await neighbour.page.locator('.post .paper-name', { hasText: LIST.name }).click()
    await saved
    await tidy(neighbour, 'the room of the other side')
    await neighbour.shot('room')
  })

  await test('mediation: each side talks alone with the mediator, and the other side hears nothing', async () => {
    const posts = (who) => who.page.locator('[data-testid="posts"]')
    const speak = async (who, room, words) => {
      await posts(who).locator(`[data-testid="room-${room}"]`).click()
      await posts(who).locator('textarea').fill(words)
      await posts(who).getByRole('button', { name: '发送' }).click()
      await posts(who).locator('.post', { hasText: words }).waitFor()
    }
    await owner.go(`/matters/${matter}`)
    await speak(owner, 'with_applicant', '我急着搬家，请不要告诉对方。')
    holds((await posts(owner).locator('[data-testid="room-heard"]').innerText()).includes('申请人、调解员'), 'who hears it is not said')
    same(await posts(owner).locator('[data-testid="room-with_respondent"]').count(), 0, 'rooms of the other side')
    await tidy(owner, 'the room of one side')
    await owner.shot('alone')
    await neighbour.go(`/matters/${matter}`)
    await posts(neighbour).locator('[data-testid="room-with_respondent"]').waitFor()
    holds(!(await neighbour.page.content()).includes('急着搬家'), 'the other side hears what was said alone')
    await mediator.go(`/staff/matters/${matter}`)
    await mediator.page.getByRole('tab', { name: '留言' }).click()
    await posts(mediator).locator('[data-testid="room-with_applicant"]').click()
    await posts(mediator).locator('.post', { hasText: '急着搬家' }).waitFor()
    await speak(mediator, 'private', '约周六上午到现场看裂缝。')
    await tidy(mediator, "the mediator's rooms")
    await mediator.shot('rooms')
  })

  await test("mediation: the mediator's day in big letters: call, note, go on", async () => {
    for (const width of [1440, 390]) {
      const one = width === 1440 ? mediator : await person(browser, server, { width, name: 'mediation-mediator', shots })
      if (width === 390) await signInStaff(one, STAFF.mediator.login, STAFF.mediator.password)
      await one.go('/staff/mediate')
      const row = one.page.locator('[data-testid="today"] .today-one', { hasText: OWNER.name }).first()
      await row.getByRole('button', { name: '打电话' }).click()
      await row.locator(`a[href="tel:${OWNER.phone}"]`).waitFor()
      await row.getByRole('button', { name: '记一笔' }).click()
      await row.locator('textarea').fill('约好周六上门。')
      await tidy(one, "the mediator's day")
      await one.shot('today')
      await row.getByRole('button', { name: '记下来' }).click()
      await row.locator('textarea').waitFor({ state: 'detached' })
      await row.getByRole('link', { name: '下一步' }).click()
      await one.page.waitForURL(/matters/)
      if (width === 390) await one.close()
    }
  })

  await test('mediation: each seals a range, and learns no more than whether they meet', async () => {
    for (const [who, low, high] of [[owner, '8600', '9000'], [neighbour, '3000', '8000']]) {
      await who.go(`/matters/${matter}`)
      const card = who.page.locator('[data-testid="ranges"]')
      await card.locator('#f-low').fill(low)
      await card.locator('#f-high').fill(high)
      await tidy(who, 'the sealed range')
      await who.shot('range')
      await card.getByRole('button', { name: '密封出价' }).click()
      await card.locator(who === owner ? '.notice' : '.range-near').waitFor()
    }
    await neighbour.shot('range-band')
    await mediator.go(`/staff/matters/${matter}`)
    const seen = mediator.page.locator('[data-testid="ranges"]')
    await seen.getByText('很接近').waitFor()
    holds(!/8600|8,600|8000|8,000/.test(await seen.innerText()), 'a sum is shown')
    await tidy(mediator, 'the band at the desk')
    await mediator.shot('range-band')
  })

  await test('mediation: each reads what they sign, whole and before the signature', async () => {
    const { page } = mediator
    await mediator.go(`/staff/matters/${matter}`)
    await page.click('[data-testid="action-draft_agreement"]')
    await choose(page, 'agreement_kind', '全部')
    await write(page, 'facts', '装修时墙体开裂，双方确认裂缝三处。')
    await write(page, 'terms', TERMS)
    await write(page, 'performance', '2026年12月20日前修好，当日双方验收。')
    await send(page)
    await state(mediator, '等待签名')
    await owner.go('/')
    await owner.page.locator('[data-testid="todo"]').getByText('签名').first().waitFor()
    await owner.go(`/matters/${matter}`)
    await owner.page.click('[data-testid="action-sign"]')
    const words = owner.page.locator('[data-testid="signed-words"]')
    await words.getByText('修好墙体').waitFor()
    await tidy(owner, 'the agreement to sign')
    await owner.shot('sign')
    await choose(owner.page, 'signature.mode', '屏幕')
    await write(owner.page, 'signature.name', OWNER.name)
    await send(owner.page)
    await owner.page.locator('[data-testid="action-sign"]').waitFor({ state: 'detached' })
    await owner.page.locator('[data-testid="timeline"]').getByText('签署调解协议').waitFor()
    await owner.go('/')
    await owner.page.locator('[data-testid="todo-none"]').waitFor()
  })

  await test('mediation: a party complains of the mediator, who does not learn of it', async () => {
    const { page } = neighbour
    await neighbour.go(`/matters/${matter}`)
    await page.locator('[data-testid="feedback"] summary').click()
    await tidy(neighbour, 'the door to a word on the mediator')
    await neighbour.shot('feedback')
    await tidyAt(390, neighbour, 'the door to a word on the mediator', 'feedback')
    await page.locator('[data-testid="feedback"] button').click()
    await page.click('[data-testid="action-complain"]')
    await page.locator('[data-field="what"] label.choice').first().click()
    await write(page, 'words', '两次催我当场签字。')
    same(await page.inputValue('#f-mediator-name'), '周桂兰', 'the mediator it is about')
    await tidy(neighbour, 'the complaint')
    await neighbour.shot('complaint')
    await tidyAt(390, neighbour, 'the complaint', 'complaint')
    await send(page)
    await page.locator('.page-head .tag', { hasText: '核查中' }).waitFor()
    await tidy(neighbour, 'the complaint handed in')
    await neighbour.shot('complained')
    await tidyAt(390, neighbour, 'the complaint handed in', 'complained')
    await mediator.go('/staff/matters?system=mediator_feedback')
    holds(!(await mediator.page.content()).includes('对调解员周桂兰的投诉'), 'the mediator reads of a complaint')
  })
  for (const who of [owner, neighbour, mediator]) await who.close()
}
