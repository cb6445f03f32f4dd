import { linked, session } from '../core/session.js'
import { start } from '../core/setup.js'
import App from './App.vue'
import routes from './routes.js'

start({
  App,
  routes,
  base: '/',
  guard: (to) => (to.meta.signedIn && !session.account && !linked(to) ? { name: 'sign-in', query: { back: to.fullPath } } : true),
})
