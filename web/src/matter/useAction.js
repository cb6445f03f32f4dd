// One action's page: the action as the server offers it now, and what was typed when somebody else was faster.
import { computed, ref } from 'vue'

/** @returns {any} {action, changed: {action, values, fields, before} | null, stale(values)}; fields: as they stood before; `page` is what useMatter gives. */
export function useAction(page, name) {
  const action = computed(() => page.matter && (page.matter.actions || []).filter((one) => one.name === name)[0])
  const changed = ref(null)
  async function stale(values) {
    const fields = page.matter.fields
    const kept = { action: action.value || (changed.value && changed.value.action), values, fields, before: page.events.length }
    await page.load()
    changed.value = kept
  }
  return { action, changed, stale }
}
