// Acting for another: a father asks his daughter, she accepts, fills in for him, and he takes it back.
import { openStep } from './form.mjs'
import { holds, messageTo, person, same, signInByPhone, tidy } from './house.mjs'
import { DAUGHTER, FATHER } from './people.mjs'

async function known(who, server, party) {
  const { page } = who
  await signInByPhone(who, server, party.phone)
  await who.go('/account')
  await page.fill('#f-name', party.name)
  await page.fill('#f-id-number', party.id_number)
  await page.click('form.card button[type=submit]')
  await page.locator('.tag-ok').first().waitFor()
}

export default async function delegations(test, { browser, server, shots }) {
  const father = await person(browser, server, { width: 1440, name: 'acting-father', shots })
  const daughter = await person(browser, server, { width: 390, name: 'acting-daughter', shots })

  await test('acting for another: a person asks somebody by name and phone', async () => {
    const { page } = father
    await known(father, server, FATHER)
    await page.click('[data-testid="acting-link"]')
    await page.locator('form.small-form').waitFor()
    await page.locator('[data-testid="acting-by_others"]').waitFor({ state: 'attached' })
    same(await page.locator('[data-testid="empty"]').count(), 0, 'a second word for nothing')
    await page.fill('#f-name', DAUGHTER.name)
    await page.fill('#f-phone', DAUGHTER.phone)
    for (const box of await page.locator('form.small-form input[type=checkbox]').all()) await box.check()
    await page.fill('#f-to', '2026-12-31')
    await page.click('form.small-form button[type=submit]')
    await page.locator('[data-testid="acting-asked"]').waitFor()
    await page.locator('[data-testid="acting-by_others"] li', { hasText: '等待接受' }).waitFor()
    await tidy(father, 'the page of acting for another')
    await father.shot('asked')
    holds((await messageTo(server, DAUGHTER.phone, '代为办理')).indexOf(FATHER.name) < 0, 'the text message names somebody')
  })

  await test('acting for another: she accepts, opens a dispute in his name, and what is his to sign she only prepares', async () => {
    const { page } = daughter
    await known(daughter, server, DAUGHTER)
    await daughter.go('/delegations')
    await page.click('[data-testid="acting-accept"]')
    await page.locator('[data-testid="acting-start"]').waitFor()
    await tidy(daughter, 'an accepted delegation')
    await page.click('[data-testid="acting-start"]')
    await page.locator('[data-testid="acting-bar"]').waitFor()
    await daughter.go('/start/filing')
    await page.locator('[data-testid="acting-bar"]').waitFor() // a reload stays in it
    await tidy(daughter, 'starting for another')
    await daughter.shot('start')
    const opened = await page.evaluate(async () => {
      const csrf = (await (await fetch('/api/v1/session')).json()).csrf
      const reply = await fetch('/api/v1/filing', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': csrf, 'Idempotency-Key': 'acting-1', 'X-Acting-For': sessionStorage.getItem('acting') }, body: JSON.stringify({ court: '鄂1202' }) })
      return (await reply.json()).id
    })
    await daughter.go(`/matters/${opened}`)
    await page.click('[data-testid="action-submit"]')
    await page.locator('[data-testid="personal"]').waitFor()
    await openStep(page, 'claims')
    await page.fill('#f-claims', '判令被告归还借款二万元。')
    await tidy(daughter, 'a form that is his to sign')
    await daughter.shot('prepare')
    same(await page.locator('[data-testid="form-submit"]').count(), 0, 'buttons that send what is his')
    await page.click('[data-testid="step-later"]')
    await openStep(page, '-check')
    await page.click('[data-testid="prepared"]')
    await page.waitForURL((url) => url.pathname.endsWith(opened))
    await page.locator('[data-testid="timeline"]', { hasText: `${DAUGHTER.name}（代${FATHER.name}）` }).waitFor()
    await page.click('[data-testid="acting-back"]')
    await page.locator('[data-testid="acting-bar"]').waitFor({ state: 'detached' })
    await father.go(`/matters/${opened}`)
    await father.page.click('[data-testid="action-submit"]')
    await openStep(father.page, 'claims')
    await father.page.waitForFunction(() => { const field = document.querySelector('#f-claims'); return field && field.value.indexOf('二万元') >= 0 })
  })

  await test('acting for another: who one is, the level is told, and a played proof says that it is one', async () => {
    const { page } = daughter
    await daughter.go('/account')
    await page.locator('[data-testid="level"]', { hasText: '还没有证明' }).waitFor()
    await page.locator('[data-testid="stub"]').waitFor()
    await tidy(daughter, 'the level')
    await daughter.shot('level')
    await page.click('[data-testid="prove-card"]')
    await page.locator('[data-testid="level"]', { hasText: '已经证明' }).waitFor()
    await page.click('details summary')
    await page.locator('[data-testid="proofs"] li', { hasText: '模拟' }).waitFor()
    await tidy(daughter, 'a proven level')
  })

  await test('acting for another: he reads what was done and takes it back', async () => {
    const { page } = father
    await father.go('/delegations')
    await page.click('[data-testid="acting-acts"]')
    await page.locator('[data-testid="acts"] li', { hasText: '新建一个事项' }).waitFor()
    await tidy(father, 'what was done')
    await father.shot('acts')
    await page.click('[data-testid="acting-end"]')
    await page.locator('dialog button.btn-main, [role=dialog] button.btn-main').first().click()
    await page.locator('[data-testid="acting-by_others"] li', { hasText: '已结束' }).waitFor()
    await daughter.go('/delegations')
    same(await daughter.page.locator('[data-testid="acting-start"]').count(), 0, 'ways to act for him')
    await tidy(daughter, 'a delegation that ended')
  })
}
