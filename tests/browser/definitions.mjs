// Definitions that live: a court's leader lays an overlay, a citizen meets it, the administrator looks at versions and
// what differs between them.
import { search } from './form.mjs'
import { person, signInByPhone, signInStaff, tidy } from './house.mjs'
import { COURT, DEFINITION_PARTY, STAFF } from './people.mjs'

const WORDS = '请您把事情说完整，然后提交。说不清楚的，可以到一楼三号窗口。'
const OVERLAY = JSON.stringify({
  texts: { 'states.draft.status': { zh: WORDS, en: 'Please finish telling what happened, or come to window 3.' } },
  fields: [{ field: { name: 'court_village', type: 'text', max: 40, title: { zh: '您所在的村（社区）', en: 'Your village' } }, forms: ['tell'] }],
})

export default async function definitions(test, { browser, server, shots }) {
  const leader = await person(browser, server, { width: 1440, name: 'definition-leader', shots })
  const party = await person(browser, server, { width: 390, name: 'definition-party', shots })

  await test('definitions: what is wrong with an overlay is named before anything changes', async () => {
    const { page } = leader
    await signInStaff(leader, STAFF.leader.login, STAFF.leader.password)
    await leader.go('/staff/definitions/intake')
    await page.click('[data-testid="releases"]')
    await page.locator('table[data-testid="releases"] tbody tr').first().waitFor()
    await page.fill('#f-text', '{"texts": {"actions.tell.by": {"zh": "谁", "en": "Who"}}}')
    await search(page, 'f-court', '咸安区', COURT)
    await page.click('form.small-form button[type=submit]')
    await page.locator('[data-testid="checked"] code', { hasText: 'texts.actions.tell.by' }).waitFor()
    await tidy(leader, 'the refused overlay')
  })

  await test('definitions: an overlay is published, and the next citizen meets it', async () => {
    const { page } = leader
    await page.fill('#f-text', OVERLAY)
    await page.click('form.small-form button[type=submit]')
    await page.locator('[data-testid="checked"] code', { hasText: 'fields.court_village' }).waitFor()
    await leader.shot('checked')
    await page.locator('[data-testid="checked"] input').fill('三号窗口专门接待')
    await page.click('[data-testid="checked"] button[type=submit]')
    await page.locator('[data-testid="done"]').waitFor()
    await tidy(leader, 'the list of releases')
    await leader.shot('releases')
    await signInByPhone(party, server, DEFINITION_PARTY.phone)
    const matter = await party.page.evaluate(async () => {
      const csrf = (await (await fetch('/api/v1/session')).json()).csrf
      const reply = await fetch('/api/v1/intake', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': csrf, 'Idempotency-Key': `d-${Math.random()}` }, body: JSON.stringify({ court: '鄂1202' }) })
      return (await reply.json()).id
    })
    await party.go(`/matters/${matter}`)
    await party.page.getByText('三号窗口').first().waitFor()
    await party.go(`/matters/${matter}/do/tell`)
    await party.page.getByLabel('您所在的村（社区）').waitFor()
    await tidy(party, "the form with the court's own field")
  })

  await test('definitions: two versions are compared', async () => {
    const { page } = leader
    const options = await page.locator('[data-testid="compare-from"] option').count()
    await page.locator('[data-testid="compare-from"]').selectOption({ index: options - 1 })
    await page.locator('[data-testid="compare-to"]').selectOption({ index: 0 })
    await page.locator('.releases-compare button').click()
    await page.locator('[data-testid="compared"] code', { hasText: 'states.draft.status.zh' }).waitFor()
    await tidy(leader, 'the comparison')
    await leader.shot('compared')
  })
}
