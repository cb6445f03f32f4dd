// The one door to the server: CSRF, idempotency keys, versions, problem+json, patience.
import { isPassing } from './problem.js'
import { upload as uploadBy } from './upload.js'

export const BASE = '/api/v1'

/** Thrown for every refusal; status 0: no answer came, so the outcome is unknown. */
export class Problem extends Error {
  constructor(fields) {
    super(fields.code || `status ${fields.status}`)
    this.status = fields.status
    this.code = fields.code || ''
    this.title = fields.title || ''
    this.title_en = fields.title_en || ''
    this.next = fields.next || ''
    this.next_en = fields.next_en || ''
    this.address = fields.address || '' // where another installation has it
    this.errors = fields.errors || []
    this.retry_after = fields.retry_after || 0
  }
}

let csrf = ''
let link = { token: '', matter: '' }
let acting = ''
let signedOut = () => {}
export function setCsrf(token) { csrf = token || '' }
/** A participant who came by a link of their own needs no account: the link speaks for this one matter. */
export function setLink(token, matter) { link = { token, matter: matter || '' } }
export function carriesLink(path) {
  return !!link.token && (path === '/link' || /^\/(documents|uploads)\b/.test(path) || (!!link.matter && path.indexOf(`/matters/${link.matter}`) === 0))
}
/** Acting for another: which delegation goes with what is theirs. What is one's own (account, sign-in) never carries it. */
export function setActing(id) { acting = id || '' }
const carriesActing = (path, method) => !!acting && (/^\/(matters|disputes|documents|uploads|tasks)\b/.test(path) || (/^\/messages$/.test(path) && method === 'GET') || (method === 'POST' && /^\/[a-z_]+$/.test(path) && !/^\/(session|delegations|triage)$/.test(path)))
/** Called once when the server says 401 to somebody who was signed in. */
export function onSignedOut(then) { signedOut = then }

export function newKey() {
  const bytes = new Uint8Array(18)
  crypto.getRandomValues(bytes)
  return Array.from(bytes, (byte) => ('0' + byte.toString(16)).slice(-2)).join('')
}

/** One intent of a person = one key: the same body sent again keeps it, a changed body is a new intent. */
export function intent() {
  let key = ''
  let last = null
  return (body) => {
    const text = JSON.stringify(body === undefined ? null : body)
    if (text !== last) {
      key = newKey()
      last = text
    }
    return key
  }
}

export function query(params) {
  const parts = []
  for (const name of Object.keys(params || {})) {
    const value = params[name]
    if (value !== undefined && value !== null && value !== '') parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  }
  return parts.length ? `?${parts.join('&')}` : ''
}

function problemFrom(status, text, retryAfter) {
  let fields = {}
  try {
    fields = JSON.parse(text)
  } catch (e) {
    fields = {} // a proxy's own page: only the status is known
  }
  return new Problem({ ...fields, status, retry_after: Number(retryAfter) || 0 })
}

let lineTold = () => {}
/** Calls back with whether the platform was reached, at each request. */
export function watchLine(then) { lineTold = then }

let wroteAt = 0
/** Milliseconds since the last write was answered. */
export const sinceWrite = () => Date.now() - wroteAt

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function once(method, path, options) {
  const headers = { Accept: 'application/json' }
  let body
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  if (method !== 'GET') {
    if (csrf) headers['X-CSRF'] = csrf
    headers['Idempotency-Key'] = options.key
  }
  if (carriesLink(path)) headers['X-Link'] = link.token
  if (carriesActing(path, method) || (options.acting && acting)) headers['X-Acting-For'] = acting
  if (options.version !== undefined && options.version !== null) headers['If-Match'] = `"${options.version}"`
  let reply, text
  try {
    reply = await fetch(BASE + path + query(options.query), { method, headers, body, credentials: 'same-origin', cache: options.cache || 'no-store' })
    text = await reply.text()
  } catch (e) {
    lineTold(false)
    throw new Problem({ status: 0, code: 'network' })
  }
  lineTold(true)
  if (!reply.ok) {
    const problem = problemFrom(reply.status, text, reply.headers.get('Retry-After'))
    if (reply.status === 401 && !options.quiet) signedOut(problem)
    throw problem
  }
  if (method !== 'GET') wroteAt = Date.now()
  const type = reply.headers.get('Content-Type') || ''
  return type.indexOf('json') >= 0 ? (text ? JSON.parse(text) : null) : text
}

/**
 * @param {string} method
 * @param {string} path  below /api/v1
 * @param {{body?: any, query?: object, version?: number, key?: string, quiet?: boolean, cache?: RequestCache, retries?: number, acting?: boolean}} options `acting`: also what is usually one's own
 *   A write that is busy (429, 503) or whose outcome is unknown is sent again with the same key: it happens at most once.
 */
export async function api(method, path, options = {}) {
  const given = { ...options, key: options.key || (method === 'GET' ? '' : newKey()) }
  const retries = options.retries === undefined ? 2 : options.retries
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(method, path, given)
    } catch (e) {
      const wait = e.retry_after ? e.retry_after * 1000 : 400 * (attempt + 1)
      if (!(e instanceof Problem) || !isPassing(e) || attempt >= retries || wait > 5000) throw e
      await sleep(wait)
    }
  }
}

export const get = (path, params, options) => api('GET', path, { query: params, ...options })
export const post = (path, body, options) => api('POST', path, { body: body === undefined ? {} : body, ...options })
export const put = (path, body, options) => api('PUT', path, { body, ...options })
export const patch = (path, body, options) => api('PATCH', path, { body, ...options })

/** Raw bytes with progress (bytes sent so far). Returns {promise, cancel}. */
export function sendBytes(method, path, bytes, key, onProgress) {
  const request = new XMLHttpRequest()
  const promise = new Promise((resolve, reject) => {
    request.open(method, BASE + path)
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Content-Type', bytes.type || 'application/octet-stream')
    request.setRequestHeader('Idempotency-Key', key)
    if (csrf) request.setRequestHeader('X-CSRF', csrf)
    if (carriesLink(path)) request.setRequestHeader('X-Link', link.token)
    if (carriesActing(path, method)) request.setRequestHeader('X-Acting-For', acting)
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onerror = () => reject(new Problem({ status: 0, code: 'network' }))
    request.onabort = () => reject(new Problem({ status: 0, code: 'cancelled' }))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText))
      else reject(problemFrom(request.status, request.responseText, request.getResponseHeader('Retry-After')))
    }
    request.send(bytes)
  })
  return { promise, cancel: () => request.abort() }
}

// Waits, but no longer than until the line is back.
const waitForLine = (ms) => new Promise((resolve) => {
  const done = () => {
    clearTimeout(timer)
    removeEventListener('online', done)
    resolve(undefined)
  }
  const timer = setTimeout(done, ms)
  addEventListener('online', done)
})

/** Uploads a file, in parts when it is large; see upload.js. One key a file: sent again it is there once. */
export function upload(file, params, onProgress) {
  const key = newKey()
  const keys = {}
  return uploadBy(file, params, onProgress, {
    whole: (bytes, given, progress) => sendBytes('POST', `/documents${query({ name: bytes.name, ...given })}`, bytes, key, progress),
    part: (id, offset, bytes, progress) => {
      keys[offset] = keys[offset] || newKey()
      return sendBytes('PATCH', `/uploads/${id}${query({ offset: String(offset) })}`, bytes, keys[offset], progress)
    },
    begin: (body, turn) => api('POST', '/uploads', { body, key: `${key}-${turn}`, retries: 0 }),
    state: (id) => api('GET', `/uploads/${id}`, { retries: 0, quiet: true }),
    drop: (id) => api('DELETE', `/uploads/${id}`),
    wait: waitForLine,
    storage: localStorage,
    now: () => Date.now(),
  })
}

/** The bytes of a paper, for whoever acts for another: a plain link cannot say so. */
export async function fetchFile(path) {
  const headers = {}
  if (carriesLink(path)) headers['X-Link'] = link.token
  if (carriesActing(path, 'GET')) headers['X-Acting-For'] = acting
  const reply = await fetch(BASE + path, { headers, credentials: 'same-origin', cache: 'no-store' })
  if (!reply.ok) throw problemFrom(reply.status, await reply.text(), reply.headers.get('Retry-After'))
  return reply.blob()
}
