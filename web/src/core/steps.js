// A form in steps, as its definition's action has them: which fields stand in which, and how far each has come. Pure.
import { canonicalBody, checkForm, isEmpty, isShown, pathParts } from './form.js'

/**
 * The steps of an action. What the form asks for beyond them (nothing, for a definition that was checked) joins the last one.
 * @param {{field: object, required: boolean}[]} form  what formOf() gave
 * @returns {{name: string, title: object, hint: object, items: {field: object, required: boolean}[]}[]} empty: the form has no steps
 */
export function stepsOf(definition, action, form) {
  const own = ((definition && definition.actions) || []).filter((one) => one.name === action.name)[0]
  const given = (own && own.steps) || []
  if (!given.length) return []
  const named = {}
  const steps = given.map((step) => ({
    name: step.name,
    title: step.title,
    hint: step.hint,
    items: step.fields.map((name) => {
      named[name] = true
      return form.filter(({ field }) => field.name === name)[0]
    }).filter(Boolean),
  })).filter((step) => step.items.length)
  const left = form.filter(({ field }) => !named[field.name])
  if (steps.length) steps[steps.length - 1].items = steps[steps.length - 1].items.concat(left)
  return steps
}

/** The step that asks for what a path leads to; null: none does. */
export function stepOfPath(steps, path) {
  const first = pathParts(path)[0]
  return steps.filter((step) => step.items.some(({ field }) => field.name === first))[0] || null
}

const anythingIn = (step, values) => step.items.some(({ field }) => isShown(field, values) && !isEmpty(canonicalBody([{ field }], values)[field.name]))

/**
 * How far a step has come: "new" nobody was there yet, "seen" something is missing or wrong, "done" nothing is.
 * @param opened  was this step's page opened before?
 * @returns {{state: 'new'|'seen'|'done', optional: boolean, left: number}} left: how many places are missing or wrong
 */
export function stepState(step, values, opened) {
  const left = checkForm(step.items, visibleBody(step, values)).length
  const optional = !step.items.some(({ field, required }) => required && isShown(field, values))
  const begun = opened || anythingIn(step, values)
  return { state: !begun ? 'new' : left ? 'seen' : 'done', optional, left }
}

/** What a step's fields hold, and what decides which of them are shown, though another step asks for it. */
function visibleBody(step, values) {
  const body = canonicalBody(step.items.filter(({ field }) => isShown(field, values)), values)
  for (const { field } of step.items) for (const name of Object.keys(field.show || {})) if (body[name] === undefined && values[name] !== undefined) body[name] = values[name]
  return body
}

/** What a step lacks, as checkForm() says it. */
export const checkStep = (step, values) => checkForm(step.items, visibleBody(step, values))

/** The inputs of the rule whose answer is shown before sending, from the form's values; null: nothing to reckon from yet. */
export function reckonInputs(reckon, values) {
  const out = {}
  for (const input of Object.keys(reckon.from || {})) {
    const value = values[reckon.from[input]]
    if (!isEmpty(value)) out[input] = value
  }
  return Object.keys(out).length ? out : null
}

/** Top-level fields in which two bodies differ, in the form's order. */
export function differing(fields, mine, theirs) {
  const text = (value) => (isEmpty(value) ? '' : JSON.stringify(ordered(value)))
  return fields.filter((field) => text(mine[field.name]) !== text(theirs[field.name]))
}
function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered)
  if (!value || typeof value !== 'object') return value
  const out = {}
  for (const key of Object.keys(value).sort()) if (!isEmpty(value[key])) out[key] = ordered(value[key])
  return out
}

