import { worded } from '../core/i18n.js'
import Tasks from './pages/Tasks.vue'

const page = (path, name, component, signedIn = true) => ({ path, name, component, props: true, meta: { signedIn } })

export default [
  page('/', 'tasks', Tasks),
  page('/sign-in', 'sign-in', () => import('./pages/SignIn.vue'), false),
  page('/sign-in/oidc', 'oidc', () => import('./pages/OidcReturn.vue'), false),
  page('/matters', 'matters', () => import('./pages/Matters.vue')),
  page('/board', 'board', () => import('./pages/Board.vue')),
  page('/calendar', 'calendar', () => import('./pages/Calendar.vue')),
  page('/mediate', 'mediate', () => import('./pages/Mediate.vue')),
  page('/mediations', 'mediations', () => import('./pages/Mediations.vue')),
  page('/grid', 'grid', () => import('./pages/Grid.vue')),
  page('/villages', 'villages', () => import('./pages/Villages.vue')),
  page('/sources', 'sources', () => import('./pages/Sources.vue')),
  page('/bodies', 'bodies', () => import('./pages/Bodies.vue')),
  page('/search', 'search', () => import('../matter/Search.vue')),
  page('/matters/:id', 'matter', () => import('./pages/Matter.vue')),
  page('/matters/:id/clocks', 'clocks', () => import('../matter/Clocks.vue')),
  page('/matters/:id/do/:action', 'action', worded(() => import('./pages/Action.vue'), () => import('../core/zh-form.js'), () => import('../core/en-form.js'))), // long forms have words of their own
  page('/disputes/:id', 'dispute', () => import('../portal/pages/Dispute.vue')),
  page('/window', 'window', () => import('./pages/Window.vue')),
  page('/roster', 'roster', () => import('./pages/Roster.vue')),
  page('/calculators/:which?', 'calculators', () => import('../portal/pages/Calculators.vue')),
  page('/glasses', 'glasses', () => import('./pages/Glasses.vue')),
  page('/partners', 'partners', () => import('./pages/Partners.vue')),
  page('/differences', 'differences', () => import('./pages/Differences.vue')),
  page('/envelopes', 'envelopes', () => import('./pages/Envelopes.vue')),
  page('/outages', 'outages', () => import('./pages/Outages.vue')),
  page('/safety', 'safety', () => import('./pages/Safety.vue')),
  page('/load', 'load', () => import('./pages/Load.vue')),
  page('/definitions', 'definitions', () => import('./pages/Definitions.vue')),
  page('/definitions/:system', 'definition', () => import('./pages/Definition.vue')),
  page('/definitions/:system/releases', 'releases', () => import('./pages/Releases.vue')),
  page('/audit', 'audit', () => import('./pages/Audit.vue')),
  page('/outbox', 'outbox', () => import('./pages/Outbox.vue')),
  page('/messages', 'messages', () => import('../portal/pages/Messages.vue')),
  page('/jobs', 'jobs', () => import('./pages/Jobs.vue')),
  page('/holidays', 'holidays', () => import('./pages/Holidays.vue')),
  page('/accounts', 'accounts', () => import('./pages/Accounts.vue')),
  page('/:path(.*)*', 'not-found', () => import('../portal/pages/NotFound.vue'), false),
]
