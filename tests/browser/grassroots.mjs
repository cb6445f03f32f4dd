// The grass roots: a lead from a phone in under a minute, without a network too; the court's board of villages.
import { choose, write } from './form.mjs'
import { holds, person, same, signInStaff, tidy } from './house.mjs'
import { STAFF } from './people.mjs'

const MINUTE_MS = 60000

async function fill(page, story) {
  await choose(page, 'kind', '邻里、地界')
  await write(page, 'story', story)
  await write(page, 'place', '三组老井旁')
}

export default async function grassroots(test, { browser, server, shots }) {
  const worker = await person(browser, server, { width: 390, height: 844, name: 'grassroots-worker', shots })
  const { page } = worker
  const report = () => page.locator('[data-testid="grid-report"] button[type=submit]').click()

  await test('grassroots: a lead is reported from a phone in under a minute', async () => {
    await signInStaff(worker, STAFF.gridWorker.login, STAFF.gridWorker.password)
    await worker.go('/staff/grid')
    await page.locator('[data-testid="grid-report"] form').waitFor()
    await tidy(worker, 'the form of a lead')
    await worker.shot('form')
    const from = Date.now()
    await fill(page, '两家为地界争吵。')
    await report()
    await page.locator('[data-testid="grid-mine"] a', { hasText: '大塘村第一网格' }).first().waitFor()
    holds(Date.now() - from < MINUTE_MS, 'longer than a minute')
    await worker.shot('reported')
  })

  await test('grassroots: an empty report is refused in words, and nothing waits', async () => {
    await report()
    await page.locator('[data-testid="error-summary"]').waitFor()
    same(await page.locator('[data-testid="grid-waiting"]').count(), 0, 'reports that wait')
  })

  await test('grassroots: without a network it waits on the phone and goes by itself, with its own time', async () => {
    await worker.go('/staff/grid')
    await page.locator('[data-testid="grid-report"] form').waitFor()
    await worker.context.setOffline(true)
    await page.locator('[data-testid="grid-offline"]').waitFor()
    await fill(page, '没有信号的山上，两家争水。')
    await report()
    await page.locator('[data-testid="grid-waiting"]', { hasText: '没有信号的山上' }).waitFor()
    await worker.shot('waiting')
    await worker.context.setOffline(false)
    await page.locator('[data-testid="grid-waiting"]').waitFor({ state: 'detached' })
    await page.locator('[data-testid="grid-mine"] a').nth(1).waitFor()
    worker.complaints.splice(0) // what the browser says about a line that was cut
  })

  await test('grassroots: the lead is verified from the list, on the same phone', async () => {
    await page.locator('[data-testid="grid-mine"] a').first().click()
    await page.click('[data-testid="action-verify"]')
    await write(page, 'verify_note', '到现场看过，属实。')
    await page.click('[data-testid="form-submit"]')
    await page.locator('.page-head .tag', { hasText: '就地化解中' }).waitFor()
    await tidy(worker, 'a lead on a phone')
    await worker.shot('lead')
  })

  for (const width of [1440, 390]) {
    await test(`grassroots: the board of villages at ${width}, with nobody ranked`, async () => {
      const judge = await person(browser, server, { width, name: 'grassroots-board', shots })
      await signInStaff(judge, STAFF.tribunal.login, STAFF.tribunal.password)
      await judge.go('/staff/villages')
      await judge.page.locator('[data-testid="villages"] tbody tr').nth(5).waitFor()
      same(await judge.page.locator('[data-testid="villages-map"] rect').count(), 6, 'tiles')
      same(await judge.page.locator('[data-testid="sum-reported"]').innerText(), '2', 'leads reported')
      same((await judge.page.locator('[data-testid="villages"] tbody tr .strong').allInnerTexts()).map((text) => text.split(' ')[0]), ['大塘村', '石桥村', '柳湾社区', '松林村', '云岭村', '白羊村'], 'the register\'s order')
      await judge.page.click('[data-testid="people-421202Z1A"]')
      await judge.page.locator('[data-testid="villages-people"]', { hasText: '汪德成' }).waitFor()
      await tidy(judge, 'the board of villages')
      await judge.shot('villages')
      await judge.page.click('[data-testid="open-screening"]')
      await judge.page.locator('[data-testid="form-submit"]').waitFor()
      same(await judge.page.inputValue('#f-unit'), '421202Z1A', 'the village, filled in')
      await tidy(judge, 'the form of a screening round')
      await judge.close()
    })
  }
  await test('grassroots: a family is assessed on the phone, and the colour says why', async () => {
    await worker.go('/staff/grid')
    await page.click('[data-testid="open-family"]')
    await page.locator('[data-testid="form-submit"]').waitFor()
    await tidy(worker, 'the questions about a family')
    await worker.shot('assess')
    same(await page.inputValue('#f-unit'), '421202Z1A1', 'the grid, filled in')
    await write(page, 'endangered.name', '石小兰')
    await write(page, 'feared.name', '余长根')
    await choose(page, 'relation', '夫妻')
    await choose(page, 'signs', '动手打过')
    await page.click('[data-testid="form-submit"]')
    await page.locator('.page-head .tag', { hasText: '处置和回访中' }).waitFor()
    await page.getByText('动手打过：5分').first().waitFor()
    await tidy(worker, 'a family warning on a phone')
    await worker.shot('family')
  })
  await worker.close()
}
