// One matter on screen: itself, its definition, its time line; looked at again after every act, and when somebody else acts.
import { computed, onBeforeUnmount, provide, reactive } from 'vue'
import { get, sinceWrite } from '../core/api.js'
import { definitionOf, waitsForMe } from '../core/definitions.js'
import { formOf } from '../core/form.js'
import { useLive } from '../core/live.js'
import { session } from '../core/session.js'

/** Papers are set and states follow within seconds of an act: looked at again then, so that nobody has to reload. */
const SETTLES_MS = [1000, 4000]
const JUST_NOW_MS = 5000

/** @returns {any} */
export function useMatter(id, staff, { follows = true } = {}) {
  let timers = []
  const stop = () => timers.forEach(clearTimeout)
  onBeforeUnmount(stop)
  const page = reactive({
    id,
    follows,
    matter: null,
    definition: null,
    events: [],
    problem: null,
    news: false,
    async load() {
      page.problem = null
      page.news = false
      try {
        const matter = await get(`/matters/${id}`)
        page.definition = await definitionOf(matter.system, matter.definition)
        page.matter = matter
        page.events = (await get(`/matters/${id}/events`, { limit: 100 })).items || []
        if (sinceWrite() < JUST_NOW_MS) page.settle()
      } catch (e) {
        if (!page.matter) page.problem = e
      }
    },
    async take(matter) {
      // The answer to an act says nothing of papers and documents: the known ones stay until asked for again.
      page.matter = { ...page.matter, ...matter }
      await page.refresh()
      page.settle()
    },
    async refresh() {
      const whole = await get(`/matters/${id}`).catch(() => null)
      if (whole) page.matter = whole
      page.events = (await get(`/matters/${id}/events`, { limit: 100 }).catch(() => ({ items: page.events }))).items
    },
    settle() {
      stop()
      timers = SETTLES_MS.map((ms) => setTimeout(page.refresh, ms))
    },
  })
  useLive(`matter:${id}`, ({ version }) => {
    if (!page.matter || version <= page.matter.version) return
    if (follows) page.refresh()
    else page.news = true // a form is being filled in: its version stays the one that was seen
  })
  provide('root', page)
  page.mine = computed(() => !!page.matter && waitsForMe(page.matter, page.definition, staff ? session.roles.map((one) => one.role) : null))
  /** Fields filled in when it is opened, by the parties or (`party` false) by nobody but the court, and fields that came later. */
  page.told = computed(() => {
    const definition = page.definition
    if (!definition) return { own: [], given: [], party: false }
    const initial = (definition.states || []).filter((state) => state.initial).map((state) => state.name)
    const sides = (definition.participants || []).map((one) => one.role)
    const names = {}
    let party = false
    for (const action of definition.actions || []) {
      if (!(action.from || []).some((from) => initial.indexOf(from) >= 0)) continue
      const form = formOf(action.form, definition)
      for (const { field } of form) names[field.name] = true
      party = party || (form.length > 0 && (action.by || []).some((role) => sides.indexOf(role) >= 0))
    }
    const given = definition.fields.filter((field) => !names[field.name] && field.name !== definition.title_field)
    return { own: definition.fields.filter((field) => names[field.name]), given, party }
  })
  return page
}
