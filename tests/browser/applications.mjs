// A defendant objects to the court from the page of the case; the plaintiff sees nothing before; the judge rules in the workbench.
import { act, choose, search, send, write } from './form.mjs'
import { api, firstOf, holds, named, person, signInByPhone, signInStaff, tidy, until } from './house.mjs'
import { OBJECTOR, STAFF, SUER } from './people.mjs'

/** A loan, registered this day, whose defendant is known by number. */
async function registered(suer, judge) {
  const home = { division: '421202', detail: '青龙路9号' }
  const { id } = await api(suer.page, 'POST', '/filing', { court: '鄂1202' })
  const body = { complaint_kind: 'written', cause: '04.10.108.03', amount: 6000000, jurisdiction_ground: 'defendant_domicile', plaintiffs: [{ kind: 'person', person: { name: SUER.name, id_kind: 'resident_id', id_number: SUER.id_number, phone: SUER.phone, address: home } }],
    defendants: [{ kind: 'person', person: { name: OBJECTOR.name, id_kind: 'resident_id', id_number: OBJECTOR.id_number, phone: OBJECTOR.phone, address: home } }], claims: '判令被告偿还借款六万元和利息。', facts: '借款到期未还。', service_name: SUER.name, service_address: home, electronic_service: true, mediation_willing: 'no', risk_notice_read: true, signature: { mode: 'screen', name: SUER.name } }
  await api(suer.page, 'POST', `/matters/${id}/submit`, body)
  const now = await api(judge.page, 'POST', `/matters/${id}/register`, { procedure: 'ordinary' })
  return { id, day: now.updated_at.slice(0, 10) }
}

export default async function applications(test, { browser, server, shots }) {
  const objector = await person(browser, server, { width: 390, name: 'applications-objector', shots })
  const suer = await person(browser, server, { width: 390, name: 'applications-suer', shots })
  const trial = await person(browser, server, { width: 1440, name: 'applications-judge', shots })
  let filing = { id: '', day: '' }
  let matter = ''

  await test('applications: begun from the case, and nobody else sees it', async () => {
    const judge = await person(browser, server, { name: 'applications-filing', shots })
    await signInByPhone(suer, server, SUER.phone)
    await named(suer, SUER)
    await signInByPhone(objector, server, OBJECTOR.phone)
    await named(objector, OBJECTOR)
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    filing = await registered(suer, judge)
    await objector.go(`/matters/${filing.id}`)
    await objector.page.locator('[data-testid="action-apply_defendant"]').waitFor()
    holds((await objector.page.locator('[data-testid="action-apply"]').count()) === 0, 'the plaintiff\'s own step is not the defendant\'s')
    await tidy(objector, 'the case offers an application')
    await objector.shot('case')
    await act(objector.page, 'apply_defendant')
    matter = await firstOf(objector.page, 'applications')
    await objector.go(`/matters/${filing.id}`)
    await objector.shot('begun')
    await objector.go(`/matters/${matter}`)
    await objector.page.locator('[data-testid="action-object"]').waitFor()
    holds((await objector.page.locator('[data-testid="action-withdraw_suit"]').count()) === 0, 'withdrawing the suit is not the defendant\'s')
    await tidy(objector, 'what may be applied for')
    await objector.shot('choose')
    const others = await api(suer.page, 'GET', '/matters?system=applications')
    holds(others.items.length === 0, 'a draft is not the other side\'s')
    await judge.close()
  })

  await test('applications: an objection is handed in on a telephone', async () => {
    const { page } = objector
    await page.click('[data-testid="action-object"]')
    await page.locator('#f-copy-received-on').waitFor()
    await write(page, 'copy_received_on', filing.day)
    await search(page, 'f-right-court', '赤壁', '赤壁市人民法院')
    await write(page, 'grounds', '我的住所地在赤壁市，应当由赤壁市人民法院管辖。')
    await choose(page, 'signature.mode', '屏幕')
    await write(page, 'signature.name', OBJECTOR.name)
    await tidy(objector, 'the form of the objection')
    await objector.shot('form')
    await send(page)
    await until(page, matter, 'objection')
    await objector.go(`/matters/${matter}`)
    await tidy(objector, 'the objection was handed in')
    await objector.shot('handed-in')
    await suer.go(`/matters/${matter}`)
    await suer.page.locator('[data-testid="action-give_opinion"]').waitFor()
    await tidy(suer, 'what the other side sees')
    await suer.shot('other-side')
  })

  await test('applications: the judge rules on it in the workbench', async () => {
    await signInStaff(trial, STAFF.trialJudge.login, STAFF.trialJudge.password)
    await trial.go(`/staff/matters/${matter}`)
    await trial.page.locator('[data-testid="action-reject"]').waitFor()
    await tidy(trial, 'the objection before the judge')
    await trial.shot('review')
    await api(trial.page, 'POST', `/matters/${matter}/reject`, { reasons: '被告住所地在本院辖区，有户籍证明证实。' })
    await trial.go(`/staff/matters/${matter}`)
    await tidy(trial, 'the ruling')
    await trial.shot('ruled')
    await objector.go(`/matters/${matter}`)
    await objector.page.getByText('十日内').first().waitFor()
    await tidy(objector, 'what the objector is told')
    await objector.shot('ruled')
  })

  await objector.close()
  await suer.close()
  await trial.close()
}
