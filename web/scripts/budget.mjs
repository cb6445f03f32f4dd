// What each page costs on the wire, read from the manifest of the build: `node scripts/budget.mjs [--all]`.
// Ends with 1 and names the chunks when a budget is exceeded. A page costs its own chunk and all that comes with it beyond
// the first load; the shared kit of forms (what pages of forms bring along together) is counted once, by itself.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const KB = 1024
export const BUDGETS = { portal: { script: 60 * KB, style: 8 * KB, page: 15 * KB, forms: 20 * KB }, staff: { script: 90 * KB, style: 12 * KB, page: 20 * KB, forms: 20 * KB } }
const FORMS = 'Field' // the chunk of kit/Field.vue

/** Keys of the manifest that a chunk brings along at once, itself included. */
export function together(manifest, key, known = new Set()) {
  if (known.has(key)) return known
  known.add(key)
  for (const next of manifest[key].imports || []) together(manifest, next, known)
  return known
}

/** All that can be asked for later from these chunks on, each with what is there already by then. */
function later(manifest, keys) {
  const found = {}
  const walk = (key, there) => {
    for (const next of manifest[key].dynamicImports || []) {
      if (found[next]) continue
      found[next] = there
      const all = new Set(there)
      for (const one of together(manifest, next)) all.add(one)
      for (const one of together(manifest, next)) walk(one, all)
    }
  }
  for (const key of keys) walk(key, new Set(keys))
  return Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1))
}

/**
 * Lines of what was measured, and of what is too much.
 * @param {Record<string, any>} manifest
 * @param {(file: string) => number} size  compressed bytes of a file
 */
export function judge(manifest, size, budgets = BUDGETS) {
  const lines = []
  const excess = []
  const check = (what, keys, kind, most) => {
    const files = kind === 'script' ? keys.map((key) => manifest[key].file) : keys.flatMap((key) => manifest[key].css || [])
    const own = [...new Set(files)].map((file) => ({ file, bytes: size(file) })).sort((a, b) => b.bytes - a.bytes)
    const sum = own.reduce((all, one) => all + one.bytes, 0)
    const line = `${what}, ${kind}: ${(sum / KB).toFixed(1)} of ${most / KB} KB`
    lines.push(line)
    if (sum > most) excess.push(`${line}: ${own.slice(0, 6).map((one) => `${one.file} ${(one.bytes / KB).toFixed(1)}`).join(', ')}`)
  }
  for (const surface of Object.keys(budgets)) {
    const first = [...together(manifest, `${surface}.html`)]
    check(`${surface}, first load`, first, 'script', budgets[surface].script)
    check(`${surface}, first load`, first, 'style', budgets[surface].style)
    const kit = [...together(manifest, Object.keys(manifest).find((key) => manifest[key].name === FORMS))].filter((key) => first.indexOf(key) < 0)
    check(`${surface}, kit of forms`, kit, 'script', budgets[surface].forms)
    for (const [page, there] of later(manifest, first)) {
      const more = [...together(manifest, page)].filter((key) => !there.has(key) && kit.indexOf(key) < 0)
      if (/\.vue$/.test(page)) check(`${surface}, ${page}`, more, 'script', budgets[surface].page)
    }
  }
  return { lines, excess }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = fileURLToPath(new URL('../dist/', import.meta.url))
  if (!existsSync(`${dist}.vite/manifest.json`)) throw new Error('no manifest: build first (tools/build-web)')
  const sizes = {}
  const size = (file) => (sizes[file] = sizes[file] || gzipSync(readFileSync(dist + file), { level: 9 }).length)
  const { lines, excess } = judge(JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8')), size)
  const shown = process.argv.includes('--all') ? lines : lines.filter((line) => /first load|kit of forms/.test(line))
  console.log(shown.join('\n'))
  if (excess.length) console.log(`too much:\n${excess.map((line) => `  ${line}`).join('\n')}`)
  process.exit(excess.length ? 1 : 0)
}
