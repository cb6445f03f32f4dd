// After the build: a service worker for each app, which knows what its first load consists of. Its version is that of the files,
// so a browser finds a new worker when, and only when, something has changed.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { together } from './budget.mjs'

const dist = process.argv[2] ? `${process.argv[2]}/` : fileURLToPath(new URL('../dist/', import.meta.url))
const text = readFileSync(new URL('../src/worker/worker.js', import.meta.url), 'utf8')
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'))

for (const [surface, base] of [['portal', '/'], ['staff', '/staff/']]) {
  const parts = [...together(manifest, `${surface}.html`)].flatMap((key) => [manifest[key].file, ...(manifest[key].css || []), ...(manifest[key].assets || [])])
  const page = `${surface}.html`
  // The portal's first screen is a page of its own (scripts/first.mjs), and needs what is run before it.
  const named = [`${surface}.webmanifest`, 'favicon.svg', ...(surface === 'portal' ? ['early.js'] : [])]
  const files = [base, `/${page}`, ...[...new Set([...named, ...parts])].map((file) => `/${file}`)]
  const hash = createHash('sha256').update(text)
  for (const file of [page, ...(surface === 'portal' ? ['home.json'] : []), ...named, ...Object.values(manifest).map((one) => one.file).sort()]) hash.update(readFileSync(dist + file))
  const out = `${dist}${base.slice(1)}sw.js`
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(out, `const VERSION = '${hash.digest('hex').slice(0, 16)}'\nconst BASE = '${base}'\nconst PAGE = '/${page}'\nconst FILES = ${JSON.stringify(files)}\n${text}`)
}
