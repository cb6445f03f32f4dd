// A system by its definition alone: written here, laid in the data folder, and both apps have it in menu, lists, forms and
// time lines. No page and no C file knows its name.
import { choose, send, write } from './form.mjs'
import { CLOCK, holds, person, same, signInByPhone, signInStaff, startServer, tidy } from './house.mjs'
import { STAFF } from './people.mjs'

const both = (zh, en) => ({ zh, en })
const PARKING = {
  system: 'parking', version: 1, wing: 'requests', prefix: 'XP', basis: '法院安排',
  title: both('来院停车预约', 'Parking at the court'), summary: both('来院办事以前，预约一个停车位。', 'Reserve a place to park before you come.'),
  title_field: 'plate', openers: ['citizen'], readers: ['court_leader'],
  fields: [
    { name: 'plate', type: 'text', max: 20, title: both('车牌号', 'Plate') },
    { name: 'arrives', type: 'moment', title: both('到达时间', 'Arrival') },
    { name: 'helps', type: 'choice', title: both('是否需要帮助', 'Help needed'), options: [{ name: 'no', title: both('不需要', 'None') }, { name: 'chair', title: both('轮椅', 'A wheelchair') }] },
    { name: 'place', type: 'text', max: 40, title: both('车位', 'Place') },
  ],
  participants: [{ role: 'applicant', party: true, min: 0, max: 1 }],
  states: [
    { name: 'draft', initial: true, waits_for: 'applicant', clockless: 'A draft is the person\'s own.', title: both('草稿', 'Draft'), status: both('请您填写后提交。', 'Please fill it in and send it.') },
    { name: 'asked', waits_for: 'filing_judge', title: both('等待安排', 'Waiting'), status: both('法院要在{due}前安排车位。', 'The court gives you a place by {due}.') },
    { name: 'given', final: true, title: both('车位已安排', 'Given'), status: both('车位已经安排好。', 'Your place is arranged.') },
  ],
  actions: [
    { name: 'ask', nature: 'move', from: ['draft'], to: 'asked', by: ['applicant'], title: both('提交预约', 'Reserve'), form: ['plate!', 'arrives!', 'helps!'], starts: ['reply'],
      steps: [{ name: 'car', title: both('车辆', 'The car'), fields: ['plate'] }, { name: 'visit', title: both('来院', 'The visit'), fields: ['arrives', 'helps'] }] },
    { name: 'give', nature: 'record', from: ['asked'], to: 'given', by: ['filing_judge'], title: both('安排车位', 'Give a place'), form: ['place!'], stops: ['reply'] },
  ],
  deadlines: [{ name: 'reply', length: '2wd', basis: '法院设置', title: both('安排期限', 'Reply'), due: { list: 'parking_late', to: 'filing_judge' } }],
}
const DRIVER_PHONE = '13971231120'

export default async function own(test, { browser, program, shots }) {
  await test('own system: a definition written here is in menu, lists, forms and time lines of both apps', async () => {
    const server = await startServer(program, CLOCK, { parking: PARKING })
    const driver = await person(browser, server, { width: 390, name: 'own-driver', shots })
    const judge = await person(browser, server, { width: 1440, name: 'own-judge', shots })
    try {
      const { page } = driver
      await signInByPhone(driver, server, DRIVER_PHONE)
      await driver.go('/start')
      await page.getByRole('link', { name: '来院停车预约' }).click()
      await page.locator('#f-court').fill('咸安区')
      await page.locator('#f-court-list [role=option]').filter({ hasText: '咸安区' }).first().click()
      await page.click('[data-testid="start"]')
      await page.waitForURL(/\/do\/ask$/)
      const matter = /\/matters\/(\w+)\//.exec(page.url())[1]
      same(matter.slice(0, 2), 'XP', 'the letters of its numbers')
      await page.click('[data-testid="step-car"]')
      await write(page, 'plate', '鄂L12345')
      await page.click('[data-testid="step-next"]')
      await page.waitForURL(/step=visit/)
      await write(page, 'arrives', '2026-11-26 9:30')
      await choose(page, 'helps', '轮椅')
      await driver.shot('step')
      await tidy(driver, 'a step of its form')
      await page.click('[data-testid="step-next"]')
      await page.locator('[data-testid="form-submit"]').waitFor()
      holds(/2026-11-26 09:30/.test(await page.locator('main').innerText()), 'the check does not say when')
      await send(page)
      await page.locator('[data-testid="receipt"]').waitFor()
      holds(/2026年11月26日/.test(await page.locator('[data-testid="receipt"]').innerText()), 'the receipt does not say by when')
      await driver.go('/matters')
      await page.getByText('鄂L12345').first().waitFor()

      await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
      await judge.page.locator('[data-testid="tasks"]', { hasText: '鄂L12345' }).waitFor()
      await judge.go('/staff/definitions')
      await judge.page.getByText('来院停车预约').first().waitFor()
      await judge.go('/staff/matters')
      await judge.page.getByText('鄂L12345').first().waitFor()
      await judge.go(`/staff/matters/${matter}`)
      await judge.page.click('[data-testid="action-give"]')
      await write(judge.page, 'place', '北门 3 号')
      await send(judge.page)
      await judge.page.getByText('车位已安排').first().waitFor()
      await tidy(judge, 'its matter at the desk')
      await judge.shot('given')

      await driver.go(`/matters/${matter}`)
      const line = await page.locator('[data-testid="timeline"]').innerText()
      for (const words of ['提交预约', '安排车位']) holds(line.indexOf(words) >= 0, `the time line lacks ${words}`)
      holds(/北门 3 号/.test(await page.locator('main').innerText()), 'what the court filled in is not shown')
      await tidy(driver, 'its matter on the phone')
      await driver.shot('given')
    } finally {
      await driver.close()
      await judge.close()
      await server.stop()
    }
  })
}
