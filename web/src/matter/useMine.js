// My matters, and which of them wait for me.
import { computed, reactive } from 'vue'
import { definitionOf, waitsForMe } from '../core/definitions.js'
import { say } from '../core/i18n.js'
import { useLive } from '../core/live.js'
import { useList } from '../kit/list.js'

/** @returns {any} {list, waiting, others, titleOf} */
export function useMine(params = {}) {
  const list = useList('/matters', { mine: 1, limit: 50, ...params })
  useLive('tasks', () => list.renew())
  const known = reactive({})
  const mine = reactive({
    list,
    async load() {
      await list.reload()
      for (const matter of list.items) {
        if (known[matter.system] === undefined) {
          known[matter.system] = null
          definitionOf(matter.system).then((one) => { known[matter.system] = one }).catch(() => {})
        }
      }
    },
    titleOf: (matter) => say(known[matter.system], 'title'),
  })
  const waits = (matter) => waitsForMe(matter, known[matter.system], null)
  mine.waiting = computed(() => list.items.filter(waits))
  mine.others = computed(() => list.items.filter((matter) => !waits(matter)))
  return mine
}
