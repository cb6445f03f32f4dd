// Who is signed in, in which language and mode, and what the court's clock says.
import { reactive } from 'vue'
import { api, get, onSignedOut, patch, post, setActing, setCsrf, setLink } from './api.js'
import { i18n, setLanguage } from './i18n.js'
import { dropAll, isKiosk } from './keep.js'
import { emptyQueue } from './queue.js'

export const session = reactive({
  loaded: false,
  account: null,
  link: null,      // {matter, name, role_title}: came by a link of their own, for this matter
  acting: null,    // {id, name, rights, to, head}: what this window does is done for that person; head: as the legal representative; lawyer: by a licence
  roles: [],
  demo: false,
  maintenance: null, // why nothing may be sent in just now
  mode: '',
  endsAt: 0,      // by the browser's clock: when the session ends; 0: nobody is signed in
  clockOffset: 0, // court time minus the browser's, ms
  ticking: 0,     // touched every half minute, so that "3 days left" stays true
})

export function courtNow() {
  return session.ticking >= 0 ? Date.now() + session.clockOffset : 0
}
setInterval(() => session.ticking++, 30000)

function remember(name, value) {
  try {
    localStorage.setItem(name, value)
  } catch (e) {
    /* private mode: the choice lasts for this page */
  }
}

export function recall(name) {
  try {
    return localStorage.getItem(name) || ''
  } catch (e) {
    return ''
  }
}

/** Whoever is signed in here sees a first screen of their own (public/early.js). */
function know(account) {
  try {
    if (account && !isKiosk()) localStorage.setItem('known', '1')
    else localStorage.removeItem('known')
  } catch (e) {
    /* they see everybody's */
  }
}

function take(reply) {
  setCsrf(reply.csrf)
  session.account = reply.account || null
  know(reply.account)
  session.roles = reply.roles || []
  if (reply.demo !== undefined) session.demo = reply.demo
  if (reply.maintenance !== undefined) session.maintenance = reply.maintenance
  if (reply.hotline) i18n.hotline = reply.hotline
  if (reply.seconds_left !== undefined) session.endsAt = reply.seconds_left ? Date.now() + reply.seconds_left * 1000 : 0
  if (reply.court_now) session.clockOffset = Date.parse(reply.court_now) - Date.now()
}

export function applyMode(mode) {
  session.mode = mode === 'elder' || mode === 'contrast' ? mode : ''
  if (session.mode) document.documentElement.setAttribute('data-mode', session.mode)
  else document.documentElement.removeAttribute('data-mode')
}

/** The profile counts on a device where nothing was chosen; what was chosen here before signing in goes into the profile. */
async function takeProfile(language) {
  const { account } = session
  if (!account) return
  const mode = recall('mode')
  if (!language && account.language) await setLanguage(account.language)
  if (!mode) applyMode(account.mode)
  const own = {}
  if (mode && mode !== account.mode) own.mode = mode
  if (language && language !== account.language) own.language = language
  if (account.kind === 'public' && Object.keys(own).length) patch('/account', own).then(() => Object.assign(account, own)).catch(() => {})
}

export async function loadSession() {
  applyMode(recall('mode'))
  const saved = recall('language')
  if (saved) await setLanguage(saved)
  try {
    const reply = await get('/session', null, { quiet: true })
    take(reply)
    await takeProfile(saved)
  } catch (e) {
    clear() // nobody is signed in, or the server is away: pages that need it will say so
  }
  await recallLink()
  await recallActing()
  session.loaded = true
}

/** Opens a participant's link; it is kept for this window, so that a reload stays inside. */
export async function openLink(token) {
  setLink(token)
  try {
    const reply = await get('/link', null, { quiet: true })
    setLink(token, reply.matter)
    session.link = reply
    sessionStorage.setItem('link', token)
  } catch (e) {
    setLink('')
    throw e
  }
}

async function recallLink() {
  let token = ''
  try {
    token = sessionStorage.getItem('link') || ''
  } catch (e) {
    return // no storage: the link itself opens it again
  }
  if (token) await openLink(token).catch(() => sessionStorage.removeItem('link'))
}

/** From now on this window acts for the giver of that delegation; null: for oneself again. */
export function actFor(one) {
  session.acting = one ? { id: one.id, name: one.giver_name, rights: one.rights, to: one.to, head: one.capacity === 'legal_representative', lawyer: one.capacity === 'lawyer' } : null
  setActing(one && one.id)
  try {
    if (one) sessionStorage.setItem('acting', one.id)
    else sessionStorage.removeItem('acting')
  } catch (e) {
    /* no storage: it lasts for this page */
  }
}

async function recallActing() {
  let id = ''
  try {
    id = (session.account && sessionStorage.getItem('acting')) || ''
  } catch (e) {
    return
  }
  if (!id) return
  const items = (await get('/delegations', { limit: 100 }, { quiet: true }).catch(() => ({ items: [] }))).items
  actFor(items.filter((one) => one.id === id && one.state === 'in_force' && !one.mine)[0] || null)
}

/** May this address be opened by the link at hand? */
export function linked(to) {
  return !!session.link && !!to.params.id && to.params.id === session.link.matter
}

/** @returns {Promise<any>} what was answered; by a provider (path /session/oidc) it may be that an account was linked */
export async function signIn(body, key, path = '/session') {
  const reply = await post(path, body, { key, quiet: true, retries: 0 })
  if (reply.account) take(reply)
  await loadSession()
  return reply
}

/** The session goes on, as long again as when it began; not for ever. */
export async function renewSession() {
  const reply = await post('/session/renew', {}, { retries: 0 })
  session.endsAt = Date.now() + reply.seconds_left * 1000
}

export async function signOut() {
  try {
    await api('DELETE', '/session')
  } finally {
    clear()
    know(null)
    dropAll()
    emptyQueue()
  }
}

function clear() {
  setCsrf('')
  actFor(null)
  session.account = null
  session.roles = []
  session.endsAt = 0
}

export async function chooseLanguage(language) {
  await setLanguage(language)
  remember('language', language)
  if (session.account) patch('/account', { language }).catch(() => {})
}

export function chooseMode(mode) {
  applyMode(mode)
  remember('mode', mode || 'normal')
  if (session.account) patch('/account', { mode: mode || 'normal' }).catch(() => {})
}

/** What to do when the session ended under a signed-in person: told once, then the sign-in page. */
export function watchSignOut(then) {
  onSignedOut(() => {
    if (!session.account) return
    clear()
    then()
  })
}

export { i18n }
