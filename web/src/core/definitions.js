// Published definitions: which systems there are, and what the words of each mean.
import { get } from './api.js'

let all = null
const one = {}

export function definitions() {
  if (!all) {
    all = get('/definitions', null, { cache: 'no-cache' }).then((reply) => reply.items).catch((e) => {
      all = null
      throw e
    })
  }
  return all
}

/** The system that has this place of its own in the web; undefined: none here has. */
export const withPage = (word) => definitions().then((all) => all.filter((one) => one.page === word)[0])

/** The one in force; with `hash` the one a matter began with, its court's overlay included. */
export function definitionOf(system, hash) {
  const key = hash || system
  if (!one[key]) {
    one[key] = get(`/definitions/${system}`, hash ? { hash } : null, { cache: 'no-cache' }).catch((e) => {
      delete one[key]
      throw e
    })
  }
  return one[key]
}

/** After one was published or withdrawn: ask the server again. */
export function forgetDefinitions() {
  all = null
  for (const key of Object.keys(one)) delete one[key]
}

/** May somebody with these roles open it? The server's word first; else the definition's list of openers. */
export function isOpenable(definition, roles) {
  if (definition.openable !== undefined) return definition.openable
  return (definition.openers || []).some((role) => roles.indexOf(role) >= 0)
}

/**
 * The step by which somebody with these roles hands in what they opened: out of the initial state into another, the one that
 * asks for the most. '' when there is none for them.
 */
export function handingIn(definition, roles) {
  const initial = (definition.states.filter((one) => one.initial)[0] || {}).name
  const mine = definition.actions.filter((one) => !one.internal && one.to && one.to !== initial && one.from.indexOf(initial) >= 0 &&
    (one.by || []).some((role) => roles.indexOf(role) >= 0) && (one.form || []).length)
  return (mine.sort((a, b) => b.form.length - a.form.length)[0] || { name: '' }).name
}

export function stateOf(definition, name) {
  return ((definition && definition.states) || []).filter((state) => state.name === name)[0] || null
}

/** The first step after opening: the move out of the initial state that asks for the most. */
export function firstAction(matter) {
  return (matter.actions || []).filter((action) => (action.form || []).length).sort((a, b) => b.form.length - a.form.length)[0] || null
}

/**
 * Does this matter wait for the person reading? A party is told by the server (`asks`). In a matter's detail its participants say who "mine" is; in a
 * list, and for a draft whose parties are not entered yet, a state that waits for a party of the definition does.
 */
export function waitsForMe(matter, definition, staffRoles) {
  if (!staffRoles && matter.asks !== undefined) return matter.asks
  if (!matter.waits_for || matter.final) return false
  if (staffRoles && staffRoles.length) return staffRoles.indexOf(matter.waits_for) >= 0
  const holders = (matter.participants || []).filter((one) => one.role === matter.waits_for)
  if (holders.length) return holders.some((one) => one.mine)
  return ((definition && definition.participants) || []).some((one) => one.role === matter.waits_for && one.party)
}
