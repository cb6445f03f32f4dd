// A judgment is served, one party appeals by the page, and both courts see one time line; a file with missing pages goes back.
import { act, choose, send, write } from './form.mjs'
import { api, firstOf, holds, named, person, same, signInByPhone, signInStaff, tidy, tidyAt, until } from './house.mjs'
import { APPELLANT, APPELLEE, STAFF } from './people.mjs'

/** A loan judged this day, its judgment served on the appellant. */
async function judged(appellant, judge, clerk) {
  const home = { division: '421202', detail: '青龙路9号' }
  const body = { complaint_kind: 'written', cause: '04.10.108.03', amount: 6000000, jurisdiction_ground: 'defendant_domicile', plaintiffs: [{ kind: 'person', person: { name: APPELLANT.name, id_kind: 'resident_id', id_number: APPELLANT.id_number, phone: APPELLANT.phone, address: home } }],
    defendants: [{ kind: 'person', person: { name: APPELLEE.name, phone: APPELLEE.phone, address: home } }], claims: '判令被告偿还借款六万元和利息。', facts: '借款到期未还。', service_name: APPELLANT.name, service_address: home, electronic_service: true, mediation_willing: 'no', risk_notice_read: true, signature: { mode: 'screen', name: APPELLANT.name } }
  const { id } = await api(appellant.page, 'POST', '/filing', { court: '鄂1202' })
  await api(appellant.page, 'POST', `/matters/${id}/submit`, body)
  const registered = await api(judge.page, 'POST', `/matters/${id}/register`, { procedure: 'ordinary' })
  const day = registered.updated_at.slice(0, 10)
  await api(judge.page, 'POST', `/matters/${id}/hand_over`, { trial_division: '民一庭' })
  await api(clerk.page, 'POST', `/matters/${id}/receive_file`, {})
  await api(clerk.page, 'POST', `/matters/${id}/record_decision`, { decision_kind: 'judgment', decision_on: day })
  return day
}

export default async function appeal(test, { browser, server, shots }) {
  const appellant = await person(browser, server, { width: 390, name: 'appeal-appellant', shots })
  const clerk = await person(browser, server, { width: 1440, name: 'appeal-clerk', shots })
  const second = await person(browser, server, { width: 1440, name: 'appeal-second', shots })
  let matter = ''
  let day = ''

  await test('appeal: the judgment is served, and the page says until when', async () => {
    const judge = await person(browser, server, { name: 'appeal-judge', shots })
    await signInByPhone(appellant, server, APPELLANT.phone)
    await named(appellant, APPELLANT)
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await signInStaff(clerk, STAFF.clerk.login, STAFF.clerk.password)
    day = await judged(appellant, judge, clerk)
    matter = await firstOf(appellant.page, 'appeal')
    await clerk.go(`/staff/matters/${matter}`)
    await tidy(clerk, 'the decision to be served')
    await clerk.shot('serve')
    const party = (await api(clerk.page, 'GET', `/matters/${matter}`)).participants.find((one) => one.name === APPELLANT.name)
    await api(clerk.page, 'POST', `/matters/${matter}/record_service`, { participant: party.id, served_on: day, served_how: 'electronic' })
    await appellant.go(`/matters/${matter}`)
    await appellant.page.locator('[data-testid="action-appeal"]').waitFor()
    await tidy(appellant, 'the appellant may appeal')
    await appellant.shot('may-appeal')
    await judge.close()
  })

  await test('appeal: filled in on a telephone, and taken', async () => {
    const { page } = appellant
    await page.click('[data-testid="action-appeal"]')
    await page.locator('#f-appeal-claims').waitFor()
    await choose(page, 'handed_to', '原审人民法院')
    await write(page, 'appeal_claims', '撤销一审判决第二项，改判支持利息。')
    await write(page, 'appeal_reasons', '一审对利息起算日认定有误。')
    await choose(page, 'signature.mode', '屏幕')
    await write(page, 'signature.name', APPELLANT.name)
    await tidy(appellant, 'the form of the appeal')
    await appellant.shot('form')
    await send(page)
    await until(page, matter, 'appealed')
    await appellant.go(`/matters/${matter}`)
    await tidy(appellant, 'the appeal was taken')
    await appellant.shot('appealed')
  })

  await test('appeal: the second court asks for the file and sends back what is missing', async () => {
    const now = await api(clerk.page, 'GET', `/matters/${matter}`)
    const other = now.participants.find((one) => one.name === APPELLEE.name)
    await api(clerk.page, 'POST', `/matters/${matter}/record_copy`, { participant: other.id, copy_served_on: day, served_how: 'direct' })
    const window = await person(browser, server, { name: 'appeal-window', shots })
    await signInStaff(window, STAFF.window.login, STAFF.window.password)
    await api(window.page, 'POST', `/matters/${matter}/answer`, { participant: other.id, answer_text: '一审判决正确，请求维持。' })
    await clerk.go(`/staff/matters/${matter}`)
    await act(clerk.page, 'send_up')
    await signInStaff(second, STAFF.secondJudge.login, STAFF.secondJudge.password)
    const there = await firstOf(second.page, 'second_instance')
    await until(second.page, there, 'review')
    await second.go(`/staff/matters/${there}`)
    await tidy(second, 'the appeal at the second court')
    await second.shot('review')
    await act(second.page, 'request_file')
    await until(clerk.page, matter, 'file_due')
    await clerk.go(`/staff/matters/${matter}`)
    await clerk.shot('file-due')
    await api(clerk.page, 'POST', `/matters/${matter}/send_file`, { efile_pages: 320, efile: [{ volume: '正卷', first: 1, last: 312 }] })
    const got = await until(second.page, there, 'checking')
    holds(got.fields.missing_pages === '313-320', `missing: ${got.fields.missing_pages}`)
    await second.go(`/staff/matters/${there}`)
    await second.page.getByText('313-320').first().waitFor()
    await tidy(second, 'the file with its missing pages')
    await second.shot('missing')
    await act(second.page, 'return_missing')
    await until(clerk.page, matter, 'file_due')
    await appellant.go(`/matters/${matter}`)
    same(await appellant.page.locator('.answer-steps > li').count(), (await api(appellant.page, 'GET', `/matters/${matter}`)).fields.lines.length, 'steps of both courts')
    await tidy(appellant, 'what the appellant sees of both courts')
    await appellant.shot('both')
    await tidyAt(1440, appellant, 'what the appellant sees of both courts', 'both')
    await window.close()
  })

  await test('appeal: a matter of a court on another installation is shown the way there', async () => {
    const { page } = appellant
    const address = 'https://second.example/matters/1'
    await page.route(/\/api\/v1\/matters\/[^/]+$/, (route) => route.fulfill({ status: 421, contentType: 'application/problem+json', body: JSON.stringify({ code: 'court.elsewhere', status: 421, title: '这个法院在另一处平台办理。', next: '请到所附的地址办理。', address }) }))
    await appellant.page.goto(`/matters/${matter}`)
    await page.locator(`[data-testid="problem"] a[href="${address}"]`).waitFor()
    appellant.complaints.length = 0 // the browser notes the refusal that was asked for
    await tidy(appellant, 'the way to another installation')
    await appellant.shot('elsewhere')
    await page.unroute(/\/api\/v1\/matters\/[^/]+$/)
  })

  await test('appeal: what another platform refused stands first, and is sent again', async () => {
    const admin = await person(browser, server, { width: 1440, name: 'appeal-admin', shots })
    const { page } = admin
    await signInStaff(admin, STAFF.admin.login, STAFF.admin.password)
    await admin.go('/staff/envelopes')
    await page.getByText('没有未办成的内容').waitFor() // within one installation nothing is left over
    const one = { key: 'a'.repeat(22), sequence: 2, matter: null, court: '鄂1202', to_court: '鄂12', to_court_name: '湖北省咸宁市中级人民法院', peer: 'second', kind: 'act', name: 'arrive', attempts: 3, created_at: '2026-11-24T09:00:00+08:00' }
    let items = [{ ...one, state: 'waiting', error: 'peer.unreachable: cut' }, { ...one, key: 'b'.repeat(22), state: 'dead', error: 'envelope.refused: 403 envelope.signature ' }]
    await page.route(/\/api\/v1\/envelopes/, (route) => {
      if (route.request().method() === 'POST') items = items.slice(0, 1)
      route.fulfill({ status: route.request().method() === 'POST' ? 202 : 200, contentType: 'application/json', body: JSON.stringify(route.request().method() === 'POST' ? { state: 'waiting' } : { items, next: null }) })
    })
    await admin.go('/staff/envelopes')
    await page.locator('[data-testid="envelopes"] li').first().getByText('不认本平台的签名').waitFor()
    await tidy(admin, 'what was refused')
    await admin.shot('refused')
    await tidyAt(390, admin, 'what was refused', 'refused')
    await page.click('[data-testid="again"]')
    await page.locator('[data-testid="again"]').waitFor({ state: 'detached' })
    holds((await page.locator('[data-testid="envelopes"] li').count()) === 1, 'one is on its way')
    await admin.close()
  })
}
