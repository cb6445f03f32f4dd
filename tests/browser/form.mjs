// Filling in forms the way a person does: by the box of a field, through its visible words.
import { holds } from './house.mjs'

const TABS_MAX = 90

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

/** Province, city, county, then the street. */
export async function address(page, path, names, detail) {
  const selects = box(page, `${path}.division`).locator('select')
  for (let depth = 0; depth < names.length; depth++) await selects.nth(depth).selectOption({ label: names[depth] })
  await write(page, `${path}.detail`, detail)
}

export async function person(page, path, who) {
  await write(page, `${path}.name`, who.name)
  await write(page, `${path}.id_number`, who.id_number)
  if (who.phone) await write(page, `${path}.phone`, who.phone)
}

/** Sends the form; answers the question that may come before something final. */
export async function send(page) {
  await page.click('[data-testid="form-submit"]')
  await answer(page)
}

/** Reads a long form over, then sends it. */
export async function readOverAndSend(page) {
  await page.click('[data-testid="form-submit"]')
  await page.locator('#read-over').waitFor()
  await send(page)
}

/** Saves the step at hand (or leaves the list) and waits for the next page of the form: a step's name, or "check". */
export async function next(page, to) {
  await page.click('[data-testid="step-next"]')
  await arrived(page, to)
}

/** Opens a step from the list of steps; "-check" opens the check. */
export async function openStep(page, name) {
  await page.click(`[data-testid="step-${name}"]`)
  await arrived(page, name === '-check' ? 'check' : name)
}

async function arrived(page, to) {
  await page.waitForURL((url) => (to === 'check' ? url.searchParams.has('check') : url.searchParams.get('step') === to))
  await page.locator(to === 'check' ? '[data-testid="form-submit"], [data-testid="prepared"]' : '[data-testid="step-back"]').waitFor()
}

/** Does an action that has no form. */
export async function act(page, action) {
  await page.click(`[data-testid="action-${action}"]`)
  await page.locator('dialog[open] [data-testid="confirm-yes"]').click()
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
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

// By keyboard alone.
/** What has the focus: whether it is the one wanted, and whether a person can see that it has it. */
const focused = (page, wanted) => page.evaluate((selector) => {
  const one = document.activeElement
  const outlined = [one, one.closest('.choice, .upload-button')].some((each) => each && getComputedStyle(each).outlineStyle !== 'none')
  const seen = one.matches('body, h1') || outlined // a page puts it on its heading itself
  return { there: one.matches(selector), seen, what: `${one.tagName}#${one.id} ${one.className}` }
}, wanted)

/** Goes on with the tabulator until what is wanted has the focus; every stop on the way must show it. */
export async function reach(page, selector) {
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    const at = await focused(page, selector)
    holds(at.seen, `${at.what} does not show that it has the focus`)
    if (at.there) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the tabulator does not reach ${selector}`)
}

export async function type(page, selector, text) {
  await reach(page, selector)
  await page.keyboard.type(text)
}

/** The first of several: the tabulator stops at the group once. */
export async function pickFirst(page, path) {
  await reach(page, `[data-field="${path}"] input[type=radio]`)
  await page.keyboard.press('Space')
}

export async function press(page, selector) {
  await reach(page, selector)
  await page.keyboard.press('Enter')
}
