import { reactive } from 'vue'

export const toasts = reactive([])
let next = 1

/** Says something in passing, read aloud; stays long enough to read. Errors stay until closed. */
export function toast(text, tone = 'ok') {
  const one = { id: next++, text, tone }
  toasts.push(one)
  if (tone !== 'red') setTimeout(() => closeToast(one.id), 6000)
}

export function closeToast(id) {
  const index = toasts.findIndex((one) => one.id === id)
  if (index >= 0) toasts.splice(index, 1)
}
