import { definitions } from '../core/definitions.js'
import { linked, session } from '../core/session.js'
import { start } from '../core/setup.js'
import App from './App.vue'
import routes from './routes.js'

// The first page asks for them: beside the session (which the page itself has asked for already), not after it.
const first = location.pathname === '/' ? definitions().catch(() => {}) : null
start({
  first,
  App,
  routes,
  base: '/',
  guard: (to) => (to.meta.signedIn && !session.account && !linked(to) ? { name: 'sign-in', query: { back: to.fullPath } } : true),
})
