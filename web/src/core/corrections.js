// What a correction changed, leaf by leaf: "原告 1 · 姓名", what stood there, what stands there now. Pure.
import { innerFields, isEmpty } from './form.js'

/** @returns {{titles: any[], field: any, before: any, after: any}[]} `titles`: the fields from the outside in. */
function leaves(field, titles, before, after) {
  const inner = innerFields(field)
  const map = (value) => (value && typeof value === 'object' && !Array.isArray(value) ? value : null)
  if (!inner || field.type === 'address' || !(map(before) || map(after))) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ titles, field, before, after }]
  }
  let out = []
  for (const one of inner) out = out.concat(leaves(one, titles.concat([one]), (before || {})[one.name], (after || {})[one.name]))
  return out
}

/**
 * The leaves of one change {field, row, before, after}. Where only what is masked differs, the two look alike:
 * then the change itself is told, without its values.
 */
export function changeLeaves(change, fields) {
  const field = fields.filter((one) => one.name === change.field)[0]
  if (!field) return []
  const found = leaves(field, [field], change.before, change.after).filter((leaf) => !(isEmpty(leaf.before) && isEmpty(leaf.after)))
  return found.length ? found : [{ titles: [field], field, before: null, after: null }]
}
