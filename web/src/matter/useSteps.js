// Where one is in a form of steps: the address says it (?step=NAME, ?check), so that the browser's own "back" works.
import { computed, reactive, watch } from 'vue'
import { keep, kept, placesOf } from '../core/keep.js'
import { t } from '../core/i18n.js'
import { checkStep, stepOfPath, stepState } from '../core/steps.js'

/** @returns {any} */
export function useSteps({ steps, values, name, route, router }) {
  const opened = reactive({ ...(kept(placesOf(name)) || {}) })
  const step = computed(() => steps.value.filter((one) => one.name === route.query.step)[0] || null)
  const checking = computed(() => steps.value.length > 0 && route.query.check !== undefined && !step.value)
  const listing = computed(() => steps.value.length > 0 && !step.value && !checking.value)
  const toCheck = computed(() => route.query.then === 'check')
  const rows = computed(() => steps.value.map((one) => ({ step: one, ...stepState(one, values.value, !!opened[one.name]) })))
  const go = (query) => router.push({ query })
  const open = (to, more) => go({ step: to, ...more })
  const list = () => go({})
  const check = () => go({ check: null })
  const unfinished = () => rows.value.filter((row) => row.state === 'seen' || (row.state === 'new' && !row.optional))[0]

  watch(step, (at) => {
    if (!at || opened[at.name]) return
    opened[at.name] = true
    keep(placesOf(name), { ...opened })
  }, { immediate: true })

  return {
    steps, step, rows, checking, listing, toCheck, open, list,
    /** What the step at hand lacks. */
    faults: () => checkStep(step.value, values.value),
    /** Does what is on screen ask for this path? Before sending, everything does. */
    holds: (path) => !step.value || stepOfPath([step.value], path) !== null,
    next() {
      const after = steps.value[steps.value.indexOf(step.value) + 1]
      return toCheck.value || !after ? check() : open(after.name)
    },
    back() {
      const before = steps.value[steps.value.indexOf(step.value) - 1]
      return before ? open(before.name) : list()
    },
    /** From the list: to the first step that is not complete; to the check when there is none. */
    goOn() {
      const first = unfinished()
      return first ? open(first.step.name) : check()
    },
    goOnWords() {
      if (!unfinished()) return t('steps.check')
      return t(rows.value.some((row) => row.state !== 'new') ? 'steps.go_on' : 'steps.begin')
    },
    /** The page of the step that asks for a path, and from there back to the check. */
    openFor(path) {
      const at = stepOfPath(steps.value, path)
      return at ? open(at.name, { then: 'check' }) : undefined
    },
  }
}
