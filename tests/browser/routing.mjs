// A case is routed: the officer reads the reasons and confirms, a judge is drawn, both sides read who has it and until when.
import { act } from './form.mjs'
import { api, firstOf, holds, named, person, signInByPhone, signInStaff, tidy, tidyAt, until } from './house.mjs'
import { ROUTED_BORROWER, ROUTED_LENDER, STAFF } from './people.mjs'

/** A loan of 8,000 yuan with an IOU, with the trial division. */
async function handedOver(lender, judge, clerk) {
  const home = { division: '421202', detail: '青龙路9号' }
  const side = (one) => [{ kind: 'person', person: { name: one.name, id_kind: 'resident_id', id_number: one.id_number, phone: one.phone, address: home } }]
  const { id } = await api(lender.page, 'POST', '/filing', { court: '鄂1202' })
  await api(lender.page, 'POST', `/matters/${id}/submit`, { complaint_kind: 'written', cause: '04.10.108.03', amount: 800000, jurisdiction_ground: 'defendant_domicile', plaintiffs: side(ROUTED_LENDER), defendants: side(ROUTED_BORROWER), claims: '判令被告偿还借款八千元。', facts: '借款到期未还，有借条一张。', evidence: [{ name: '借条', purpose: '证明借款事实', form: 'original', pages: 1 }],
    service_name: ROUTED_LENDER.name, service_address: home, electronic_service: true, mediation_willing: 'no', risk_notice_read: true, signature: { mode: 'screen', name: ROUTED_LENDER.name } })
  await api(judge.page, 'POST', `/matters/${id}/register`, { procedure: 'small_claims' })
  await api(judge.page, 'POST', `/matters/${id}/hand_over`, { trial_division: '民一庭' })
  await api(clerk.page, 'POST', `/matters/${id}/receive_file`, {})
}

export default async function routing(test, { browser, server, shots }) {
  const lender = await person(browser, server, { width: 390, name: 'routing-lender', shots })
  const borrower = await person(browser, server, { width: 390, name: 'routing-borrower', shots })
  const officer = await person(browser, server, { width: 1440, name: 'routing-officer', shots })
  let matter = ''

  await test('routing: the officer has the reasons before the eyes', async () => {
    const judge = await person(browser, server, { name: 'routing-filing', shots })
    const clerk = await person(browser, server, { name: 'routing-clerk', shots })
    await signInByPhone(lender, server, ROUTED_LENDER.phone)
    await named(lender, ROUTED_LENDER)
    await signInByPhone(borrower, server, ROUTED_BORROWER.phone)
    await named(borrower, ROUTED_BORROWER)
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await signInStaff(clerk, STAFF.clerk.login, STAFF.clerk.password)
    await handedOver(lender, judge, clerk)
    await signInStaff(officer, STAFF.desk.login, STAFF.desk.password)
    matter = await firstOf(officer.page, 'routing')
    await officer.go(`/staff/matters/${matter}`)
    await officer.page.locator('[data-testid="action-confirm_suggestion"]').waitFor()
    await officer.page.getByText('第一百六十五条').first().waitFor()
    await officer.page.getByText('有借条、合同等书面凭证').first().waitFor()
    await tidy(officer, 'the suggestion')
    await officer.shot('suggestion')
    await tidyAt(390, officer, 'the suggestion', 'suggestion-390')
    await officer.go(`/staff/matters/${matter}/do/override`)
    await officer.page.locator('#f-override-reason').waitFor()
    await tidy(officer, 'to choose otherwise')
    await officer.shot('override')
    await lender.go(`/matters/${matter}`)
    await tidy(lender, 'before it is decided')
    await lender.shot('before')
    holds((await lender.page.getByText('要素式').count()) === 0, 'a party is shown the court\'s points')
    await judge.close()
    await clerk.close()
  })

  await test('routing: a judge is drawn, and both sides read who has it and until when', async () => {
    await officer.go(`/staff/matters/${matter}`)
    await act(officer.page, 'confirm_suggestion')
    await until(officer.page, matter, 'to_draw')
    await act(officer.page, 'draw')
    await until(officer.page, matter, 'trial')
    await officer.go(`/staff/matters/${matter}`)
    await officer.page.getByText('随机分案记录').first().waitFor()
    await tidy(officer, 'drawn')
    await officer.shot('drawn')
    await tidyAt(390, officer, 'drawn', 'drawn-390')
    for (const side of [lender, borrower]) {
      await side.go(`/matters/${matter}`)
      await side.page.getByText('小额诉讼程序（一审终审）').first().waitFor()
      await tidy(side, 'procedure and judge')
      await side.shot('drawn')
    }
  })

  await lender.close()
  await borrower.close()
  await officer.close()
}
