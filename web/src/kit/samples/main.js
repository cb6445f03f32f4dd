// The page of the kit, in development only: `npm run dev`, then /kit. No build of the apps has it (vite.config.mjs names its pages).
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import '../tokens.css'
import '../base.css'
import { addTexts, setLanguage } from '../../core/i18n.js'
import { applyMode, session } from '../../core/session.js'
import zhForm from '../../core/zh-form.js'
import Kit from './Kit.vue'

const asked = new URLSearchParams(location.search)
addTexts(zhForm, () => import('../../core/en-form.js'))
applyMode(asked.get('mode') || '')
if (asked.get('surface') === 'staff') document.documentElement.setAttribute('data-surface', 'staff')
session.loaded = true
setLanguage(asked.get('language') || 'zh').then(() => {
  const empty = { render: () => null }
  const router = createRouter({ history: createWebHistory('/'), routes: ['matter', 'clocks', 'home'].map((name) => ({ path: name === 'home' ? '/:path(.*)*' : `/${name}/:id`, name, component: empty })) })
  createApp(Kit).use(router).mount('#app')
})
