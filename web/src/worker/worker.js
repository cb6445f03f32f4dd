/* global VERSION, BASE, PAGE, FILES -- put before this text by scripts/worker.mjs */
// What a browser keeps of this app so that it opens without a network: its page, its parts, and definitions, which are public.
// Nothing of a person: every other request goes to the network and is kept nowhere.
const SHELL = `shell ${BASE} ${VERSION}`
const DEFINITIONS = 'definitions'
const DEFINITIONS_MAX = 60

// What did not change since the last version is not fetched again.
async function fill() {
  const cache = await caches.open(SHELL)
  await Promise.all(FILES.map(async (file) => {
    const kept = file.indexOf('/assets/') === 0 ? await caches.match(file) : undefined
    return kept ? cache.put(file, kept) : cache.add(file === BASE || file === PAGE ? new Request(file, { cache: 'reload' }) : file)
  }))
}

async function forgetOlder() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.indexOf(`shell ${BASE} `) === 0 && name !== SHELL).map((name) => caches.delete(name)))
  await self.clients.claim()
}

/** A part of the page by its hashed name: what was loaded once need not be loaded again. */
async function part(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const reply = await fetch(request)
  if (reply.ok) await (await caches.open(SHELL)).put(request, reply.clone())
  return reply
}

/** One definition by its hash never changes. Which is in force may: the network first, and what was kept when there is none. */
async function definition(request, byHash) {
  const cache = await caches.open(DEFINITIONS)
  const kept = await cache.match(request)
  if (kept && byHash) return kept
  try {
    const reply = await fetch(request)
    if (reply.ok) {
      const keys = await cache.keys()
      if (keys.length >= DEFINITIONS_MAX) await cache.delete(keys[0])
      await cache.put(request, reply.clone())
    }
    return reply
  } catch (e) {
    return kept || Response.error()
  }
}

// The other app below /staff/ has a worker of its own; a shared terminal is served by none.
const isPage = (url) => url.pathname.indexOf(BASE) === 0 && (BASE !== '/' || !/^\/(staff|api)(\/|$)/.test(url.pathname)) && !/\.[^/]*$/.test(url.pathname) && !url.searchParams.has('kiosk')

self.addEventListener('install', (event) => event.waitUntil(fill()))
self.addEventListener('activate', (event) => event.waitUntil(forgetOlder()))
self.addEventListener('message', (event) => { if (event.data === 'now') self.skipWaiting() })
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (isPage(url)) event.respondWith(caches.open(SHELL).then((cache) => cache.match(url.pathname === BASE ? BASE : PAGE)).then((page) => page || fetch(request)))
  } else if (url.pathname.indexOf('/assets/') === 0) event.respondWith(part(request))
  else if (/^\/api\/v1\/definitions(\/\w+)?$/.test(url.pathname)) event.respondWith(definition(request, url.searchParams.has('hash')))
  else if (FILES.indexOf(url.pathname) >= 0) event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(request)))
})
