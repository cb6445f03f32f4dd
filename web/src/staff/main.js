import { addTexts } from '../core/i18n.js'
import { session } from '../core/session.js'
import { start } from '../core/setup.js'
import zhDesk from '../core/zh-desk.js'
import zhJobs from '../core/zh-jobs.js'
import zhStaff from '../core/zh-staff.js'
import App from './App.vue'
import './desk.css'
import routes from './routes.js'

addTexts(zhStaff, () => import('../core/en-staff.js'))
addTexts(zhDesk, () => import('../core/en-desk.js'))
addTexts(zhJobs, () => import('../core/en-jobs.js'))
document.documentElement.setAttribute('data-surface', 'staff')
start({
  App,
  routes,
  base: '/staff/',
  guard: (to) => (to.meta.signedIn && !session.account ? { name: 'sign-in', query: { back: to.fullPath } } : true),
})
