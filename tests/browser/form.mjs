// Filling in forms the way a person does: by the box of a field, through its visible words.
const box = (page, path) => page.locator(`[data-field="${path}"]`)
export const fieldId = (path) => `f-${String(path).replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`

export async function write(page, path, text) {
  await page.fill(`#${fieldId(path)}`, text)
}

/** One choice of a field, a radio button or an entry of a list, by its words. */
export async function choose(page, path, words) {
  const select = box(page, path).locator('select')
  if (await select.count()) return select.selectOption({ label: words })
  return box(page, path).locator('label.choice').filter({ hasText: words }).first().click()
}

/** Something of a register: typed, then taken from the list that opens. */
export async function search(page, id, typed, name) {
  await page.fill(`#${id}`, typed)
  await page.locator(`#${id}-list [role=option]`).filter({ hasText: name }).first().click()
  await page.waitForFunction(([at, wanted]) => document.getElementById(at).value === wanted, [id, name])
}

/** Sends the form; answers the question that may come before something final. */
export async function send(page) {
  await page.click('[data-testid="form-submit"]')
  await answer(page)
}

async function answer(page) {
  const yes = page.locator('dialog[open] [data-testid="confirm-yes"]')
  const gone = page.waitForURL((url) => !/\/do\//.test(url.pathname))
  const first = await Promise.race([yes.waitFor().then(() => 'asked'), gone.then(() => 'gone'), page.locator('[data-testid="error-summary"]').waitFor().then(() => 'refused')])
  if (first === 'asked') await yes.click()
  const ended = await Promise.race([gone.then(() => 'gone'), page.locator('[data-testid="error-summary"]').waitFor().then(() => 'refused')])
  if (ended === 'refused') throw new Error(`the form was refused: ${await page.locator('[data-testid="error-summary"]').innerText()}`)
  await page.locator('h1').first().waitFor()
}
