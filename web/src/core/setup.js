// What both surfaces do at the start, and after each change of page.
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import '../kit/tokens.css'
import '../kit/base.css'
import { navigation, watchNavigation } from '../kit/navigation.js'
import { toast } from '../kit/toasts.js'
import { t, wordsReady } from './i18n.js'
import { isKiosk } from './keep.js'
import { loadSession, session, watchSignOut } from './session.js'

// The first page is drawn once, whole, when what it shows is there within this time; else its frame first.
const WHOLE_MS_MAX = 400

/** @param {{App: any, routes: any[], base: string, guard: (to: any) => any, first?: Promise<any>}} surface `first`: what the first page shows, asked for already */
export async function start({ App, routes, base, guard, first }) {
  const clean = isKiosk() ? import('./kiosk.js').then((part) => part.startKiosk(base)) : Promise.resolve()
  const loading = clean.then(loadSession)
  const router = createRouter({
    history: createWebHistory(base),
    routes,
    scrollBehavior: (to, from, saved) => saved || (to.path === from.path ? false : { top: 0 }),
  })
  router.beforeEach(async (to) => {
    if (!session.loaded) await loading
    return guard(to)
  })
  router.beforeResolve(() => wordsReady())
  watchNavigation(router)
  // After a new release the old page parts are gone: load the whole page once.
  router.onError((error, to) => {
    if (/dynamically imported module|Importing a module|preload CSS/i.test(error.message) && navigation.moved) location.assign(router.resolve(to).href)
  })
  watchSignOut(() => {
    toast(t('session.ended'), 'red')
    router.push({ name: 'sign-in', query: { back: router.currentRoute.value.fullPath } })
  })
  const app = createApp(App).use(router)
  await Promise.race([Promise.all([router.isReady(), first]).catch(() => {}), new Promise((late) => setTimeout(late, WHOLE_MS_MAX))])
  app.mount('#app')
  if (!isKiosk()) import('./worker.js').then((part) => part.startWorker(base, router)) // after the first page
}
