// A loan of 60,000 yuan, as people live it, each in their own browser: the lender and the borrower at their phones, the
// filing judge, the mediator and the court's desk at theirs. Filed, corrected once, registered, entrusted to mediation by
// consent of both, no agreement in seven days, the fee notice, handed over. Nobody touches the API; only the clock is moved.
import { readFile } from 'node:fs/promises'
import { pages } from './files.mjs'
import { act, address, choose, fieldId, next, openStep, person as fillPerson, search, send, write } from './form.mjs'
import { barriers, holds, messageTo, moveClock, overflow, person, same, signInByPhone, signInStaff } from './house.mjs'
import { BORROWER, COURT, LENDER, MEDIATOR, STAFF } from './people.mjs'

const HOME = ['湖北省', '咸宁市', '咸安区']
const CLAIMS = '一、请求判令被告返还借款本金60000元；二、本案诉讼费用由被告负担。'
const FACTS = '被告于2025年3月12日因经营周转向原告借款60000元，出具借条一张，约定2026年3月11日前还清。期满后经原告多次催要，被告至今没有归还。'

async function realName(who, server, facts) {
  const { page } = who
  await signInByPhone(who, server, facts.phone)
  await who.go('/account')
  await write(page, 'name', facts.name)
  await page.fill('#f-id-number', facts.id_number)
  await page.click('form button[type=submit]')
  await page.locator('.page-head .tag-ok, h1 ~ .tag-ok').first().waitFor()
}

const state = (page, title) => page.locator('.page-head .tag', { hasText: title }).waitFor()

async function tidy(who, where) {
  same(await overflow(who.page), 0, `pixels ${where} sticks out`)
  same(await barriers(who.page), [], `barriers, ${where}`)
  same(who.complaints, [], `complaints of the browser, ${where}`)
}

export default async function loan(test, { browser, server, shots }) {
  const open = (name, width) => person(browser, server, { width, name: `loan-${name}`, shots })
  const lender = await open('lender', 390)
  const borrower = await open('borrower', 390)
  const judge = await open('judge', 1440)
  const mediator = await open('mediator', 1440)
  const desk = await open('desk', 1440) // the diversion desk, and at the end the clerk of the trial division
  let matter = ''
  let mediation = ''

  await test('loan: the lender proves who they are and opens a filing', async () => {
    await realName(lender, server, LENDER)
    const { page } = lender
    await lender.go('/start/filing')
    await search(page, 'f-court', '咸安区', COURT)
    await page.click('[data-testid="start"]')
    await page.waitForURL(/\/matters\/\w+\/do\/submit$/)
    matter = /\/matters\/(\w+)\//.exec(page.url())[1]
    await page.locator('[data-testid="steps"]').waitFor()
    await lender.shot('steps')
    await tidy(lender, 'the steps of the empty form')
  })

  await test('loan: the lender fills in the complaint, reads it over and hands it in', async () => {
    const { page } = lender
    await next(page, 'case')
    await choose(page, 'complaint_kind', '书面起诉')
    await search(page, 'f-cause', '民间借贷', '民间借贷纠纷')
    await choose(page, 'jurisdiction_ground', '被告住所地')
    await next(page, 'plaintiffs')
    await choose(page, 'plaintiffs[0].kind', '自然人')
    await fillPerson(page, 'plaintiffs[0].person', LENDER)
    await next(page, 'defendants')
    await choose(page, 'defendants[0].kind', '自然人')
    await fillPerson(page, 'defendants[0].person', BORROWER)
    await next(page, 'agents')
    await next(page, 'claims')
    await write(page, 'claims', CLAIMS)
    await write(page, 'amount', '60000')
    await next(page, 'facts')
    await page.locator('[data-field="loans"] .group-add').click()
    await write(page, 'loans[0].lent_on', '2025-03-12')
    await write(page, 'loans[0].amount', '60000')
    await choose(page, 'loans[0].given_by', '转账')
    await write(page, 'facts', FACTS)
    await page.locator('[data-field="complaint_file"] input[type=file]').setInputFiles(pages('起诉状.pdf', 2))
    await page.locator('[data-field="complaint_file"] .tag-ok').waitFor()
    await lender.shot('facts')
    await next(page, 'evidence')
    await next(page, 'service')
    await write(page, 'service_name', LENDER.name)
    await address(page, 'service_address', HOME, '永安大道18号3栋201室')
    await write(page, 'service_phone', LENDER.phone)
    await choose(page, 'electronic_service', '是')
    await next(page, 'mediation')
    await choose(page, 'mediation_willing', '愿意')
    await next(page, 'sign')
    await choose(page, 'risk_notice_read', '是')
    await choose(page, 'signature.mode', '屏幕签名')
    await write(page, 'signature.name', LENDER.name)
    await lender.shot('sign')
    await next(page, 'check')
    await page.locator('[data-testid="complete"]').waitFor()
    await page.locator('[data-testid="fee-result"]', { hasText: '1,300.00' }).waitFor()
    await lender.shot('check')
    await tidy(lender, 'the check')
    await send(page)
    await page.locator('[data-testid="receipt"]').waitFor()
    holds((await page.locator('.receipt-number').innerText()).trim() === matter, 'the receipt does not give the number')
    await page.getByText('起诉材料收据').or(page.locator('.paper-name')).first().waitFor()
    await lender.shot('receipt')
    await tidy(lender, 'the receipt')
    await page.getByRole('link', { name: '查看办理进度' }).click()
    await page.locator('[data-testid="status-line"]').waitFor()
    holds(/答复您/.test(await page.locator('[data-testid="status-line"]').innerText()), 'the status does not say who must act')
    await lender.shot('handed-in')
    await tidy(lender, 'the matter')
  })

  await test('loan: the filing judge finds it among the tasks and gives the one correction notice', async () => {
    const { page } = judge
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await page.locator(`[data-testid="tasks"] a[href$="/matters/${matter}"]`).first().click()
    await page.locator('[data-testid="action-notify_correction"]').waitFor()
    await judge.shot('matter')
    await tidy(judge, 'the matter at the desk')
    await page.click('[data-testid="action-notify_correction"]')
    await page.getByRole('button', { name: '指出问题：事实与理由' }).click()
    await write(page, 'defects[0].what', '没有写明借款的交付方式。')
    await write(page, 'defects[0].how', '请写明是现金交付还是转账，转账的注明日期和账户。')
    await choose(page, 'correction_days', '7日')
    await page.getByRole('tab', { name: '材料' }).click()
    const viewer = page.locator('[data-testid="viewer"]')
    await viewer.getByText('第 1 页，共 2 页').waitFor()
    await page.locator('body').press(']')
    await viewer.getByText('第 2 页，共 2 页').waitFor()
    await page.waitForFunction(() => document.querySelector('[data-testid="viewer-page"]').naturalHeight > 1000)
    await viewer.locator('[data-testid="viewer-pick"]').click()
    same(await page.locator('#f-defects-1-field').inputValue(), 'complaint_file', 'the field of the page')
    same(await page.locator('#f-defects-1-page').inputValue(), '起诉状.pdf 第2页', 'the page')
    await tidy(judge, 'papers beside the form')
    await judge.shot('papers-beside')
    await page.locator('[data-field="defects"] .group-row').nth(1).getByRole('button', { name: /删除/ }).click()
    await judge.shot('correction-notice')
    await tidy(judge, 'the correction notice')
    await send(page)
    holds(!(await page.locator('[data-testid="action-notify_correction"]').count()), 'a second notice is offered')
  })

  await test('loan: the lender sees the note beside the field, corrects, and hands in again', async () => {
    const { page } = lender
    await lender.go('/')
    await page.locator('[data-testid="matter-card"] .matter-go').first().click()
    await lender.shot('to-correct')
    await page.click('[data-testid="action-correct"]')
    holds(/法院指出 1 处/.test(await page.locator('[data-testid="steps"]').innerText()), 'the list of steps does not say where')
    await lender.shot('steps-to-correct')
    await openStep(page, 'facts')
    await page.locator('[data-field="facts"] .field-note').waitFor()
    holds(/交付方式/.test(await page.locator('[data-field="facts"] .field-note').innerText()), 'the note is not the one given')
    await write(page, 'facts', `${FACTS}借款于当日通过银行转账交付。`)
    await lender.shot('correction')
    await page.click('[data-testid="step-later"]')
    await openStep(page, 'plaintiffs')
    same(await page.inputValue('#f-plaintiffs-0-person-id-number'), LENDER.id_number, 'what was given need not be typed again')
    await page.click('[data-testid="step-later"]')
    await openStep(page, 'note')
    await write(page, 'correction_note', '已写明转账交付。')
    await next(page, 'check')
    await send(page)
    await tidy(lender, 'after the correction')
  })

  await test('loan: the judge registers it and it has a number', async () => {
    const { page } = judge
    await judge.go(`/staff/matters/${matter}`)
    await page.click('[data-testid="action-register"]')
    await choose(page, 'procedure', '简易程序')
    await judge.shot('register')
    await send(page)
    await page.getByText(/（2026）鄂1202民初\d+号/).first().waitFor()
    await judge.shot('registered')
    await tidy(judge, 'after registration')
  })

  await test('loan: the judge entrusts it and the desk asks the borrower', async () => {
    await act(judge.page, 'entrust')
    await state(judge.page, '委托调解中')
    const { page } = desk
    await signInStaff(desk, STAFF.desk.login, STAFF.desk.password)
    await page.locator('[data-testid="tasks"] a[href*="/matters/M"]').filter({ hasText: LENDER.name }).first().click()
    await page.locator('[data-testid="action-ask"]').waitFor()
    mediation = /\/matters\/(\w+)/.exec(page.url())[1]
    await page.click('[data-testid="action-ask"]')
    same(await page.inputValue(`#${fieldId('facts')}`), `${FACTS}借款于当日通过银行转账交付。`, 'what the lender wrote')
    await send(page)
    await state(page, '征询意见中')
    await tidy(desk, 'the mediation at the desk')
  })

  await test('loan: the borrower agrees by the link of the message, without an account', async () => {
    const { page } = borrower
    const found = /\/m\/[A-Za-z0-9_-]+/.exec(await messageTo(server, BORROWER.phone, '/m/'))
    holds(found, 'the message has no link')
    await page.goto(found[0])
    await act(page, 'agree')
    await borrower.shot('agreed')
    await page.locator('.tag', { hasText: '选定调解员' }).first().waitFor()
    await tidy(borrower, 'after agreeing')
  })

  await test('loan: both choose one mediator together, by name', async () => {
    await lender.go(`/matters/${mediation}`)
    await lender.page.click('[data-testid="action-propose_mediator"]')
    await lender.page.locator('.mediator-search input').fill(MEDIATOR) // three are recommended; by name all are found
    await lender.page.locator('.mediator', { hasText: MEDIATOR }).click()
    await lender.shot('mediators')
    await tidy(lender, 'the choice of a mediator')
    await send(lender.page)
    await borrower.page.goto(`/matters/${mediation}`)
    await borrower.page.click('[data-testid="action-accept_mediator"]')
    await borrower.page.locator('.mediator-search input').fill(MEDIATOR)
    await borrower.page.locator('.mediator', { hasText: MEDIATOR }).click()
    await send(borrower.page)
    await state(borrower.page, '等待调解员确认')
    await tidy(borrower, 'the chosen mediator')
  })

  await test('loan: the mediator accepts, and seven days begin', async () => {
    const { page } = mediator
    await signInStaff(mediator, STAFF.mediator.login, STAFF.mediator.password)
    await mediator.go(`/staff/matters/${mediation}`)
    await page.click('[data-testid="action-confirm"]')
    await choose(page, 'disclosure', '没有')
    await choose(page, 'warned', '是')
    await send(page)
    await state(page, '调解中')
    await mediator.shot('mediating')
    await tidy(mediator, 'the mediation')
  })

  await test('loan: seven days pass without agreement and the case goes back by itself', async () => {
    await moveClock(server, '2026-12-03T09:00:00+08:00')
    const { page } = mediator
    for (let tries = 0; tries < 40 && !(await page.locator('.tag', { hasText: '调解期限已到' }).count()); tries++) await mediator.go(`/staff/matters/${mediation}`)
    await page.click('[data-testid="action-end_without_agreement"]')
    await write(page, 'failure_reason', '双方对还款期限分歧较大，申请人不愿继续调解。')
    await send(page)
    await state(page, '调解未达成协议')
    await mediator.shot('ended')
    await judge.go(`/staff/matters/${matter}`)
    for (let tries = 0; tries < 40 && !(await judge.page.locator('.page-head .tag', { hasText: '已登记立案' }).count()); tries++) await judge.go(`/staff/matters/${matter}`)
    await state(judge.page, '已登记立案')
  })

  await test('loan: the fee notice says 650 yuan, and the file is handed over and received', async () => {
    const { page } = judge
    await act(page, 'give_fee_notice')
    await page.locator('dd', { hasText: '650' }).first().waitFor()
    await judge.shot('fee')
    await page.click('[data-testid="action-hand_over"]')
    await write(page, 'trial_division', '民事审判庭')
    await send(page)
    await desk.context.clearCookies()
    await signInStaff(desk, STAFF.clerk.login, STAFF.clerk.password)
    await desk.go(`/staff/matters/${matter}`)
    await act(desk.page, 'receive_file')
    await state(desk.page, '已移送审判庭')
    await tidy(desk, 'the received file')
  })

  await test('loan: the lender reads all of it in one time line, and the papers are there', async () => {
    await lender.go(`/matters/${matter}`)
    const text = await lender.page.locator('[data-testid="timeline"]').innerText()
    const titles = ['提交立案申请', '一次性告知补正', '提交补正', '登记立案', '委托调解', '发出交费通知', '移送审判庭']
    const places = titles.map((title) => text.indexOf(title))
    holds(places.every((place) => place >= 0), `the time line lacks ${titles.filter((title, at) => places[at] < 0).join(', ')}`)
    await lender.page.getByText('交纳诉讼费用通知书').first().waitFor()
    await lender.shot('time-line')
    await tidy(lender, 'the time line')
  })

  await test('loan: anybody who holds a paper checks it by its code, and a changed one is found', async () => {
    const { papers } = await (await lender.context.request.get(`/api/v1/matters/${matter}`)).json()
    const code = papers.filter((one) => one.template === 'fee_notice')[0].check_url
    const holder = await open('holder', 390)
    await holder.go(code)
    await holder.page.locator('[data-testid="check-result"]', { hasText: '一致' }).waitFor()
    await holder.page.getByText(COURT).first().waitFor()
    await holder.shot('genuine')
    await holder.page.click('summary')
    const [file] = await Promise.all([holder.page.waitForEvent('download'), holder.page.click('[data-testid="proof"]')])
    const proof = JSON.parse(await readFile(await file.path(), 'utf8'))
    same(proof.paper.sm3, new URL(code, 'http://x').searchParams.get('sm3'), 'the code in the proof')
    await tidy(holder, 'the proof of a paper')
    await holder.go('/roots')
    await holder.page.locator('[data-testid="roots"] li').first().waitFor() // the days of this story are over
    await tidy(holder, 'the roots of days')
    await holder.shot('roots')
    await holder.go(code.replace(/sm3=./, (head) => (head === 'sm3=0' ? 'sm3=1' : 'sm3=0')))
    await holder.page.locator('[data-testid="check-result"]', { hasText: '不一致' }).waitFor()
    holds(!(await holder.page.getByText(COURT).count()), 'a paper that does not agree tells something')
    await tidy(holder, 'the check')
    await holder.close()
  })

  for (const who of [lender, borrower, judge, mediator, desk]) await who.close()
}
