// How the pages come over the wire: hashed names kept for ever, twins, tags, and what the headers forbid.
import { get } from 'node:http'
import { gunzipSync, brotliDecompressSync } from 'node:zlib'
import { holds, same } from './house.mjs'

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Status, headers and bytes as they were sent: fetch() would unpack them. */
const raw = (server, path, headers = {}, method = 'GET') => new Promise((resolve, reject) => {
  get(server.address + path, { headers, method }, (reply) => {
    const parts = []
    reply.on('data', (part) => parts.push(part))
    reply.on('end', () => resolve({ status: reply.statusCode, headers: reply.headers, bytes: Buffer.concat(parts) }))
  }).on('error', reject)
})

/** The files a page names: script, preloaded parts, styles. */
async function filesOf(server, page) {
  const { bytes } = await raw(server, page)
  return [...bytes.toString().matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1])
}

export default async function delivery(test, { server }) {
  await test('delivery: every reply of the web carries the headers that guard it', async () => {
    const [asset] = await filesOf(server, '/')
    for (const path of ['/', '/staff/', '/matters/F3K9', asset, '/no/such.file', '/api/nothing.js']) {
      const { headers } = await raw(server, path)
      same(headers['x-content-type-options'], 'nosniff', `${path}: nosniff`)
      if (/^\/api\//.test(path)) continue
      // The first screen carries its styles and what runs before them; they are let in by their hashes.
      same(headers['content-security-policy'].replace(/ 'sha256-[\w+/]{43}='/g, ''), POLICY, `${path}: the policy for content`)
      same((headers['content-security-policy'].match(/sha256/g) || []).length, path === '/' ? 2 : 0, `${path}: what else it lets in`)
      same(headers['cross-origin-opener-policy'], 'same-origin', `${path}: who opened the window`)
      same(headers['referrer-policy'], 'no-referrer', `${path}: the referrer`)
      holds(/camera=\(self\), microphone=\(self\), geolocation=\(\)/.test(headers['permissions-policy'] || ''), `${path}: what devices may be asked for: ${headers['permissions-policy']}`)
      same(headers.vary, 'Accept-Encoding', `${path}: what the bytes depend on`)
    }
  })

  await test('delivery: pages are asked for afresh, hashed files are kept for ever, the API is never kept', async () => {
    for (const page of ['/', '/staff/', '/calculators/fee']) same((await raw(server, page)).headers['cache-control'], 'no-cache', page)
    for (const page of ['/', '/staff/']) {
      const files = await filesOf(server, page)
      holds(files.length > 1, `${page} names no files`)
      for (const file of files) {
        holds(/-[\w-]{8}\.(js|css)$/.test(file), `${file} has no hash in its name`)
        same((await raw(server, file)).headers['cache-control'], 'public, max-age=31536000, immutable', file)
      }
    }
    same((await raw(server, '/assets/gone-00000000.js')).headers['cache-control'], 'no-cache', 'a file that is not there')
    same((await raw(server, '/api/v1/session')).headers['cache-control'], 'no-store', 'the API')
  })

  await test('delivery: each text comes as brotli, gzip or plain, with a tag of its own, and once', async () => {
    const [asset] = await filesOf(server, '/')
    for (const path of ['/', '/matters', asset]) {
      const plain = await raw(server, path)
      const both = await raw(server, path, { 'Accept-Encoding': 'gzip, deflate, br' })
      const gz = await raw(server, path, { 'Accept-Encoding': 'gzip' })
      // The first screen is drawn when it is asked for, and packed by what packs quickly.
      const twins = path === '/' ? [plain, gz] : [plain, both, gz]
      same([plain.headers['content-encoding'], both.headers['content-encoding'], gz.headers['content-encoding']], [undefined, path === '/' ? 'gzip' : 'br', 'gzip'], `${path}: encodings`)
      const unpack = (one) => (one.headers['content-encoding'] === 'br' ? brotliDecompressSync(one.bytes) : gunzipSync(one.bytes))
      holds(unpack(both).equals(plain.bytes) && unpack(gz).equals(plain.bytes), `${path}: the twins hold something else`)
      same(new Set(twins.map((one) => one.headers.etag)).size, twins.length, `${path}: tags`)
      for (const one of twins) {
        const accepted = { 'Accept-Encoding': one.headers['content-encoding'] || 'identity', 'If-None-Match': `"other", W/${one.headers.etag}` }
        const again = await raw(server, path, accepted)
        same([again.status, again.bytes.length, again.headers.etag], [304, 0, one.headers.etag], `${path}: asked for again`)
      }
      same((await raw(server, path, { 'If-None-Match': '"other"' })).status, 200, `${path}: another tag`)
      const head = await raw(server, path, {}, 'HEAD')
      same([head.status, head.bytes.length, head.headers.etag], [200, 0, plain.headers.etag], `${path}: its head alone`)
    }
  })

  await test('delivery: no way leads out of the folder, and nothing is written to it', async () => {
    for (const path of ['/assets/../../../../etc/passwd.js', '/assets/%2e%2e/%2e%2e/meson.build', '/.vite/manifest.json', '/assets/..%2f..%2fx.js']) {
      const { status, bytes } = await raw(server, path)
      holds(status === 404 || status === 400, `${path}: ${status} ${bytes.toString().slice(0, 60)}`)
    }
    same((await raw(server, '/', {}, 'POST')).status, 405, 'a write to a page')
  })
}
