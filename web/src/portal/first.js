// The first screen before any script runs: the home of somebody who is not signed in, drawn once by the build (scripts/first.mjs). Which
// systems there are only the server knows: one tile of each kind is drawn with marks where its words go.
import { createSSRApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { renderToString } from 'vue/server-renderer'
import { i18n } from '../core/i18n.js'
import App from './App.vue'
import routes from './routes.js'

/** What asks for definitions is drawn when they have come. */
const patience = { serverPrefetch: () => new Promise((done) => setTimeout(done, 20)) }

/** @returns {Promise<string>} what stands within #app, with ~hotline~ for the number people call */
export async function draw() {
  i18n.hotline = '~hotline~'
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/')
  return renderToString(createSSRApp(App).use(router).mixin(patience))
}
