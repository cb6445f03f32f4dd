// Jobs: a clerk files a table in bulk and reads which lines were refused; a list is taken along; an administrator looks at newer courts and imports them.
import { readFileSync } from 'node:fs'
import { person, signInStaff, tidy } from './house.mjs'
import { STAFF } from './people.mjs'

const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const LOANS = 'complaint_kind,cause,amount,claims\nwritten,04.10.108.03,"60,000.00",判令被告偿还借款。\nwritten,99,1,判令被告偿还借款。\n'
const COURTS = 'code,name,level,parent_code,division_code,grade,kind,source\n鄂1299,咸宁市新设区人民法院,基层,鄂12,421299,4,按行政区划,2027名录\n鄂9901,没有上级的法院,基层,鄂99,,4,其他,2027名录\n'

export default async function jobs(test, { browser, server, shots }) {
  const window = await person(browser, server, { width: 1440, name: 'job-window', shots })
  const admin = await person(browser, server, { width: 1440, name: 'job-admin', shots })

  await test('jobs: a clerk files a table in bulk, and each refused line says why', async () => {
    const { page } = window
    await signInStaff(window, STAFF.window.login, STAFF.window.password)
    await window.go('/staff/jobs')
    const form = page.locator('section', { has: page.locator('#jobs-file') }).locator('form')
    await form.locator('button[type=submit]').click()
    await page.getByText('请选择一个文件。').waitFor()
    await page.setInputFiles('#jobs-file', csv('loans.csv', LOANS))
    const select = page.locator('select#f-system')
    if (await select.count()) await select.selectOption('filing')
    else await form.locator('label.choice', { hasText: '民事一审立案' }).click()
    await form.locator('button[type=submit]').click()
    const card = page.locator('[data-testid="job"]').first()
    await card.getByText('已办完').waitFor()
    await card.getByText('看了2 / 2行，办成0行，没有办成2行').waitFor()
    await card.getByRole('button', { name: '看没有办成的行' }).click()
    await card.getByText('没有这个案由').waitFor()
    await card.locator('[data-testid="job-line"] li strong, [data-testid="job-line"] li .strong', { hasText: '案由' }).waitFor() // in the form's words, no path
    await tidy(window, 'the page of jobs')
    await window.shot('jobs')
  })

  await test('jobs: what a clerk opens on behalf is handed in by the step that is theirs', async () => {
    const { page } = window
    await page.setInputFiles('#jobs-file', csv('told.csv', 'facts\n邻居装修漏水。\n'))
    const form = page.locator('section', { has: page.locator('#jobs-file') }).locator('form')
    const select = page.locator('select#f-system')
    if (await select.count()) await select.selectOption('intake')
    else await form.locator('label.choice', { hasText: '纠纷登记' }).click()
    await form.locator('button[type=submit]').click()
    const card = page.locator('[data-testid="job"]', { hasText: 'told.csv' })
    await card.getByText('已办完').waitFor()
    const told = await page.evaluate(async () => (await (await fetch('/api/v1/jobs')).json()).items[0].params.then)
    if (told !== 'tell_on_behalf') throw new Error(`handed in by ${told}`)
  })

  await test('jobs: the matters one may see are taken along as a table', async () => {
    const { page } = window
    await page.locator('section', { has: page.locator('#jobs-export') }).locator('button[type=submit]').click()
    const card = page.locator('[data-testid="job"]', { hasText: '导出' }).first()
    await card.getByText('已办完').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), card.locator('[data-testid="job-take"]').click()])
    const table = readFileSync(await download.path())
    if (table.subarray(0, 2).toString() !== 'PK' || !/^matters-.*\.xlsx$/.test(download.suggestedFilename())) throw new Error(`the table is ${download.suggestedFilename()}`)
  })

  await test('jobs: an administrator sees what newer courts change, then imports them', async () => {
    const { page } = admin
    await signInStaff(admin, STAFF.admin.login, STAFF.admin.password)
    await admin.go('/staff/jobs')
    await page.setInputFiles('#import-file', csv('courts.csv', COURTS.replace(',4,', ',四,')))
    const form = page.locator('section', { has: page.locator('#import-file') }).locator('form')
    await form.locator('button[type=submit]').click()
    await page.getByText('第2行，层级').waitFor()
    await page.setInputFiles('#import-file', csv('courts.csv', COURTS))
    await form.locator('button[type=submit]').click()
    await page.getByText('2行：新增1行').waitFor()
    await tidy(admin, 'the preview of newer courts')
    await admin.shot('import')
    await page.locator('[data-testid="import-put"]').click()
    const card = page.locator('[data-testid="job"]', { hasText: '更新数据表' }).first()
    await card.getByText('已办完').waitFor()
    await card.getByText('办成1行，没有办成1行').waitFor()
  })
}
