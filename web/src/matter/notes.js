// What the court asked to be corrected, beside the field it is about: rows with `field` and `what` among a matter's values.
import { pathFields } from '../core/form.js'
import { say, t } from '../core/i18n.js'
import '../core/words-fields.js'

/** @returns {{[path: string]: string[]}} */
export function notesFor(fields, values) {
  const notes = {}
  for (const name of Object.keys(values)) {
    const rows = values[name]
    if (!Array.isArray(rows)) continue
    for (const row of rows) {
      if (!row || !row.field || !row.what) continue
      const field = fields.filter((one) => one.name === row.field || say(one, 'title') === row.field || row.field.indexOf(`${one.name}[`) === 0 || row.field.indexOf(`${one.name}.`) === 0)[0]
      if (!field) continue
      const path = pathFields([field], row.field).length ? row.field : field.name
      notes[path] = (notes[path] || []).concat(t('form.note', { what: row.what, how: row.how || '' }))
    }
  }
  return notes
}
