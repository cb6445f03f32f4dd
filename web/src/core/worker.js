// The service worker of this app, and its successor: a new version waits, says so, and takes over when nothing is being typed.
import { reactive } from 'vue'

const LOOK_MS = 3600000

export const version = reactive({ waiting: false })
let registration = null
let asked = false

function look() {
  version.waiting = !!(registration.waiting && navigator.serviceWorker.controller)
}

/** The new version now: this page is loaded again by it, at `address` when given. False: none waits (another tab was faster), or it was asked already. */
export function takeOver(address) {
  if (asked || !registration.waiting) return false
  asked = true
  navigator.serviceWorker.addEventListener('controllerchange', () => (address ? location.assign(address) : location.reload()))
  registration.waiting.postMessage('now')
  return true
}

// Between two pages nothing is being typed: the next one comes from the new version.
function watchRoutes(router) {
  router.beforeEach((to, from) => {
    if (!version.waiting || !from.matched.length) return true
    return !takeOver(router.resolve(to).href)
  })
}

async function register(base) {
  registration = await navigator.serviceWorker.register(`${base}sw.js`, { scope: base, updateViaCache: 'none' })
  if (!registration) return
  look()
  navigator.serviceWorker.addEventListener('controllerchange', look) // another tab let it take over
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    if (coming) coming.addEventListener('statechange', look)
  })
  setInterval(() => registration.update().catch(() => {}), LOOK_MS)
}

/** After the first page is drawn: keeping the app must not slow its start. */
export function startWorker(base, router) {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  watchRoutes(router)
  const begin = () => setTimeout(() => register(base).catch(() => {}), 1500) // refused (private mode): the app works without
  if (document.readyState === 'complete') begin()
  else addEventListener('load', begin)
}
