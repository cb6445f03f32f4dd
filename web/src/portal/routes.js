import { worded } from '../core/i18n.js'
import Home from './pages/Home.vue'

const page = (path, name, component, signedIn = true) => ({ path, name, component, props: true, meta: { signedIn } })

// Long forms have words of their own.
const form = (load) => worded(load, () => import('../core/zh-form.js'), () => import('../core/en-form.js'))

export default [
  page('/', 'home', Home, false),
  page('/sign-in', 'sign-in', () => import('./pages/SignIn.vue'), false),
  page('/m/:token', 'link', () => import('./pages/Link.vue'), false),
  page('/check', 'check', () => import('./pages/Check.vue'), false),
  page('/start', 'start', () => import('./pages/Start.vue'), false),
  page('/start/:system', 'start-system', () => import('./pages/StartSystem.vue')),
  page('/matters', 'matters', () => import('./pages/Matters.vue')),
  page('/search', 'search', () => import('../matter/Search.vue')),
  page('/matters/:id', 'matter', () => import('./pages/Matter.vue')),
  page('/matters/:id/clocks', 'clocks', () => import('../matter/Clocks.vue')),
  page('/matters/:id/do/:action', 'action', form(() => import('./pages/Action.vue'))),
  page('/matters/:id/receipt/:action', 'receipt', form(() => import('./pages/Receipt.vue'))),
  page('/disputes/:id', 'dispute', () => import('./pages/Dispute.vue')),
  page('/messages', 'messages', () => import('./pages/Messages.vue')),
  page('/outbox', 'outbox', () => import('./pages/Outbox.vue'), false),
  page('/papers', 'papers', () => import('./pages/PaperInbox.vue')),
  page('/told', 'told', () => import('./pages/Told.vue'), false),
  page('/display', 'display', () => import('./pages/DisplayPage.vue'), false),
  page('/guides/:which?', 'guides', () => import('./pages/Guides.vue'), false),
  page('/forms/:which?', 'templates', () => import('./pages/Templates.vue'), false),
  page('/account', 'account', () => import('./pages/Account.vue')),
  page('/delegations', 'delegations', () => import('./pages/Delegations.vue')),
  page('/cases', 'cases', () => import('./pages/Cases.vue')),
  page('/calculators/:which?', 'calculators', () => import('./pages/Calculators.vue'), false),
  page('/roots', 'roots', () => import('./pages/Roots.vue'), false),
  page('/mediators', 'mediators', () => import('./pages/Mediators.vue'), false),
  page('/outages', 'outages', () => import('./pages/Outages.vue'), false),
  page('/accessibility', 'accessibility', () => import('./pages/Accessibility.vue'), false),
  page('/:path(.*)*', 'not-found', () => import('./pages/NotFound.vue'), false),
]
