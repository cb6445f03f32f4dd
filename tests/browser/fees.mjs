// A court fee from the code to the refund: paid in parts at a phone, the day compared and closed at the finance desk, and what was too much confirmed and paid.
import { createHmac } from 'node:crypto'
import { act, choose, send, write } from './form.mjs'
import { api, firstOf, holds, holdsField, named, person, same, signInByPhone, signInStaff, suit, tidy, tidyAt, until } from './house.mjs'
import { FEE_PARTY } from './people.mjs'

const PASSWORD = 'fengqiao-demo'
const AT = '2026-11-24T10:00:00+08:00'

/** A message of the demo's bank, signed (docs/fees.md). */
async function bank(server, message) {
  const body = JSON.stringify(message)
  const time = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sm3', 'fengqiao-demo-bank').update(`${time}\n${body}`).digest('hex')
  const reply = await fetch(`${server.address}/api/v1/payments/loopback?time=${time}&signature=${signature}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': `bank-${Math.random()}` }, body })
  if (!reply.ok) throw new Error(`the bank was told ${reply.status} ${await reply.text()}`)
  return reply.json()
}
const paid = (server, order, reference, amount) => bank(server, { type: 'paid', court: '鄂1202', order, reference, amount, at: AT, payer: '柳小妹' })

export default async function fees(test, { browser, server, shots }) {
  const payer = await person(browser, server, { width: 390, name: 'fees-payer', shots })
  const desk = (login) => person(browser, server, { width: 1440, name: `fees-${login}`, shots }).then(async (one) => { await signInStaff(one, login, PASSWORD); return one })
  const judge = await desk('filing_judge')
  const clerk = await desk('finance_clerk')
  const reviewer = await desk('finance_reviewer')
  let fee = ''
  let orders = []
  const openOrders = async () => (await api(payer.page, 'GET', `/matters/${fee}`)).fields.orders.filter((one) => one.state === 'open')

  await test('fees: what is due and how it is reckoned, and a code for a part of it', async () => {
    await signInByPhone(payer, server, FEE_PARTY.phone)
    await named(payer, FEE_PARTY)
    await payer.go('/')
    const filing = await suit(payer.page, FEE_PARTY)
    await api(judge.page, 'POST', `/matters/${filing}/register`, { procedure: 'summary' })
    fee = await firstOf(payer.page, 'fees')
    await payer.go(`/matters/${fee}`)
    const card = payer.page.locator('[data-testid="fee-pay"]')
    await card.locator('.fee-left', { hasText: '650' }).waitFor()
    await tidy(payer, 'the fee to be paid')
    await payer.shot('due')
    await tidyAt(1440, payer, 'the fee to be paid', 'due')
    await write(payer.page, 'order_amount', '200')
    await card.locator('form button[type=submit]').click()
    await card.locator('[data-testid="fee-code"] img').waitFor()
    await tidy(payer, 'the code')
    await payer.shot('code')
    await tidyAt(1440, payer, 'the code', 'code')
  })

  await test('fees: a sister pays a part, a code is cancelled, the rest is paid', async () => {
    const { page } = payer
    orders = await openOrders()
    same((await paid(server, orders[0].order, 'F1', 20000)).state, 'posted', 'the notice')
    same((await paid(server, orders[0].order, 'F1', 20000)).state, 'known', 'the notice again')
    await payer.go(`/matters/${fee}`)
    await page.locator('.fee-left', { hasText: '450' }).waitFor()
    await page.locator('.fee-row', { hasText: '柳小妹' }).waitFor()
    await write(page, 'order_amount', '100')
    await page.locator('[data-testid="fee-pay"] form button[type=submit]').click()
    await page.locator('[data-testid="fee-code"]').waitFor()
    await page.locator('[data-testid^="cancel-"]').click()
    await page.locator('[data-testid="fee-code"]').waitFor({ state: 'detached' })
    for (const reference of ['F2', 'F3']) await api(page, 'POST', `/matters/${fee}/order`, { channel: 'loopback' })
    orders = await openOrders()
    await paid(server, orders[0].order, 'F2', 45000)
    await paid(server, orders[1].order, 'F3', 45000) // the mother paid too
    await payer.go(`/matters/${fee}`)
    await page.locator('.page-head .tag', { hasText: '已交清' }).waitFor()
    await page.locator('.fee-over', { hasText: '450' }).waitFor()
    await tidy(payer, 'the paid fee')
    await payer.shot('paid')
    await clerk.go(`/staff/matters/${fee}`)
    await clerk.page.locator('.page-head .tag', { hasText: '已交清' }).waitFor()
    await tidy(clerk, 'the fee at the desk')
    await clerk.shot('fee')
    await tidyAt(390, clerk, 'the fee at the desk', 'fee')
  })

  await test('fees: the day is compared, differences are worked off, a second person closes it', async () => {
    await bank(server, { type: 'paid', court: '鄂1202', order: '11111111111111111111', reference: 'F9', amount: 1200, at: AT })
    const day = await api(clerk.page, 'POST', '/fee_day', { court: '鄂1202', day: '2026-11-24', channel: 'loopback' })
    const lines = [['F1', 20000, ''], ['F2', 45000, ''], ['F3', 45000, ''], ['F9', 1200, '']].map(([reference, amount, order]) => ({ direction: 'in', reference, amount, order, at: AT }))
    await bank(server, { type: 'statement', court: '鄂1202', day: '2026-11-24', lines })
    await clerk.go(`/staff/matters/${day.id}`)
    await act(clerk.page, 'compare')
    await until(clerk.page, day.id, 'differing')
    await clerk.go(`/staff/matters/${day.id}`)
    await clerk.page.locator('[data-testid="action-work_off"]').waitFor()
    await tidy(clerk, 'the differences of a day')
    await clerk.shot('differences')
    await clerk.page.click('[data-testid="action-work_off"]')
    await write(clerk.page, 'diff_no', '1')
    await choose(clerk.page, 'diff_how', '由银行退回付款人')
    await write(clerk.page, 'diff_explanation', '没有缴款码，银行已退回。')
    await send(clerk.page)
    await holdsField(clerk.page, day.id, 'open_count', 0)
    await clerk.go(`/staff/matters/${day.id}`)
    await act(clerk.page, 'send')
    await until(clerk.page, day.id, 'review')
    await reviewer.go(`/staff/matters/${day.id}`)
    await reviewer.page.locator('[data-testid="action-close_day"]').waitFor()
    await tidy(reviewer, 'the day to be closed')
    await reviewer.shot('review')
    await api(reviewer.page, 'POST', `/matters/${day.id}/close_day`, {})
    holds((await api(reviewer.page, 'GET', `/matters/${day.id}`)).fields.balances.length >= 4, 'the trial balance')
  })

  await test('fees: what was too much goes back: the account is given, the judge confirms', async () => {
    const refund = await firstOf(payer.page, 'refund')
    await payer.go(`/matters/${refund}`)
    await tidy(payer, 'the refund')
    await payer.shot('refund')
    await payer.page.click('[data-testid="action-give_account"]')
    await write(payer.page, 'holder', FEE_PARTY.name)
    await write(payer.page, 'refund_account', '6222021234567890128')
    await send(payer.page)
    await holdsField(payer.page, refund, 'holder', FEE_PARTY.name)
    const trial = await desk('trial_judge')
    await trial.go(`/staff/matters/${refund}`)
    await trial.page.locator('[data-testid="action-confirm"]').waitFor()
    await tidy(trial, 'the refund to be confirmed')
    await trial.shot('confirm')
    await trial.page.click('[data-testid="action-confirm"]')
    await send(trial.page)
    await until(trial.page, refund, 'department')
  })
}
