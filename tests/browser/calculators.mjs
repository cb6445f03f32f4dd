// The calculators of the law as anybody uses them: an answer with its steps, and a refusal with words.
import { choose, search, write } from './form.mjs'
import { bareKeys, barriers, holds, overflow, person, same } from './house.mjs'

const go = (page) => page.click('form.small-form button[type=submit]')
const answer = (page) => page.locator('[data-testid="answer"] .card')

async function holdsAnswer(who, what, ...texts) {
  await answer(who.page).waitFor()
  const told = await answer(who.page).innerText()
  for (const text of texts) holds(told.indexOf(text) >= 0, `${what} does not say "${text}": ${told}`)
  same(await overflow(who.page), 0, `pixels ${what} sticks out`)
  same(await bareKeys(who.page), [], `texts without words in ${what}`)
  same(await barriers(who.page), [], `barriers in ${what}`)
  await who.shot(what)
}

export default async function calculators(test, { browser, server, shots }) {
  const who = await person(browser, server, { width: 390, name: 'calculator', shots })
  const { page } = who

  await test('calculators: the fee of a loan of 350,000 in summary procedure (Measures 13, 16)', async () => {
    await who.go('/calculators/fee')
    await write(page, 'amount', '350000')
    await page.locator('[data-field="summary"] label.choice').first().click()
    await go(page)
    await holdsAnswer(who, 'fee', '3,275.00', '6,550.00', '第十六条')
    await choose(page, 'kind', '财产保全申请')
    same(await page.locator('[data-field="summary"]').count(), 0, 'questions about the procedure of an application')
    await write(page, 'amount', '1000000')
    await go(page)
    await page.locator('.answer-main', { hasText: '5,000.00' }).waitFor()
    await choose(page, 'kind', '离婚案件')
    await write(page, 'amount', '')
    await go(page)
    await page.locator('.answer-main', { hasText: '50.00' }).waitFor()
    await holdsAnswer(who, 'divorce', '最高为', '300.00') // the province chooses, Art. 13
  })

  await test('calculators: an appeal against a judgment served on 16 September 2026 (CPL 85, 171)', async () => {
    await page.getByRole('link', { name: '期限计算' }).click()
    await write(page, 'start', '2026-09-16')
    await go(page)
    await holdsAnswer(who, 'period', '2026年10月8日', '国庆节', '第一百七十一条')
    await page.selectOption('#f-name', 'own')
    await write(page, 'length', '3')
    await choose(page, 'unit', '工作日')
    await write(page, 'start', '2026-09-30')
    await go(page)
    await page.locator('.answer-main', { hasText: '2026年10月10日' }).waitFor()
  })

  await test('calculators: the court of a loan in 咸安 (CPL 22, 24)', async () => {
    await page.getByRole('link', { name: '找法院' }).click()
    await search(page, 'f-cause', '民间借贷', '民间借贷纠纷')
    const selects = page.locator('[data-field="place"] select')
    for (const [depth, name] of ['湖北省', '咸宁市', '咸安区'].entries()) await selects.nth(depth).selectOption({ label: name })
    await go(page)
    await holdsAnswer(who, 'court', '咸宁市咸安区人民法院', '鄂1202')
  })

  await test('calculators: 10th grade, aged 41, registered in the country: formula and sources (人身损害赔偿解释 12, 22)', async () => {
    await page.getByRole('link', { name: '人身损害赔偿计算' }).click()
    await write(page, 'day', '2026-03-02')
    await choose(page, 'liability', '主要责任')
    await write(page, 'grade', '10')
    await write(page, 'age', '41')
    await choose(page, 'household', '农村')
    await write(page, 'medical_fen', '30000')
    await go(page)
    await holdsAnswer(who, 'injury', '44,990.00元×20年（41周岁）×10%（10级）＝89,980.00元', '不再区分城乡', '湖北省统计局', '第十二条', '116,380.00')
    await write(page, 'nursing_days', '10') // without what a day costs there
    await go(page)
    await page.locator('[data-testid="error-summary"] a[href="#nursing_day_fen"]').waitFor()
    who.complaints.length = 0 // the browser notes the refusal that was asked for
    same(await page.locator('[data-testid="answer"] .card').count(), 0, 'answers to what cannot be answered')
  })

  await test('calculators: a case number part by part, and one that is none', async () => {
    await page.getByRole('link', { name: '看懂案号' }).click()
    await write(page, 'text', '(2026)鄂1202民初123号')
    await go(page)
    await holdsAnswer(who, 'number', '（2026）鄂1202民初123号', '咸宁市咸安区人民法院', '123')
    await write(page, 'text', '(2026)鄂1202民初0123号')
    await go(page)
    await page.locator('[data-testid="answer"] .notice-amber').waitFor()
    same(who.complaints, [], 'complaints of the browser')
    await who.close()
  })

  await test('calculators: who changes the province while the line is slow sees what was chosen last', async () => {
    const who = await person(browser, server, { width: 390, name: 'calculators-slow', shots })
    await who.go('/calculators/court')
    const places = who.page.locator('[data-field="place"] select')
    let answer = null
    const held = new Promise((resolve) => { answer = resolve })
    await who.page.route('**/api/v1/divisions?parent=420000*', async (route) => {
      await held
      await route.continue()
    })
    await places.first().selectOption('420000')
    await places.first().selectOption('430000')
    await places.nth(1).waitFor()
    const late = who.page.waitForResponse('**/api/v1/divisions?parent=420000*')
    answer()
    await (await late).finished()
    await who.page.waitForTimeout(300) // what must not happen takes no time of its own
    same([await places.first().inputValue(), (await places.nth(1).locator('option').allInnerTexts()).filter((name) => /武汉|长沙/.test(name))], ['430000', ['长沙市']], 'the places shown')
    await who.close()
  })
}
