// What can be done with many matters at once. Pure.
import { formOf } from '../core/form.js'

/**
 * What can be done with all of them, by what the platform offers on one of each state; it asks for each anew. Nothing that is
 * about one person or asks for a signature: whoever signs has read what.
 * @param {any[][]} offers  the actions of one matter a state, as GET /matters/{id} tells them
 */
export function offeredToAll(definition, offers) {
  const single = {}
  for (const one of definition.actions || []) single[one.name] = !!one.subject || formOf(one.form, definition).some(({ field }) => field.type === 'signature')
  return (offers[0] || []).filter((one) => !single[one.name] && !one.subject_role && !one.personal && offers.every((other) => other.some((same) => same.name === one.name)))
}
