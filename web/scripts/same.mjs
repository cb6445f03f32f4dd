// Builds the pages once more, elsewhere, and compares every byte with dist/: what is served can be checked by anybody who builds it.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const web = fileURLToPath(new URL('../', import.meta.url))
const digest = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')
const listed = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath || entry.path, entry.name)).map((file) => `${file.slice(folder.length)} ${digest(file)}`).sort()

const other = mkdtempSync(join(tmpdir(), 'fengqiao-web-'))
try {
  const run = (...args) => execFileSync(process.execPath, args, { cwd: web, stdio: ['ignore', 'ignore', 'inherit'] })
  run('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '--outDir', other, '--emptyOutDir')
  run('scripts/first.mjs', other)
  run('scripts/worker.mjs', other)
  run('scripts/compress.mjs', other)
  const first = listed(join(web, 'dist'))
  const second = listed(other)
  const differ = [...first.filter((line) => second.indexOf(line) < 0).map((line) => `dist${line}`), ...second.filter((line) => first.indexOf(line) < 0).map((line) => `again${line}`)]
  console.log(differ.length ? `not the same:\n${differ.join('\n')}` : `${first.length} files, the same bytes`)
  process.exitCode = differ.length || !first.length ? 1 : 0
} finally {
  rmSync(other, { recursive: true, force: true })
}
