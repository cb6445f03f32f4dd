// What is delivered: the rules of the lock file, and the judge of budgets.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { judge } from '../../scripts/budget.mjs'

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

test('the lock file names no registry, and every package by its digest', () => {
  const lock = read('package-lock.json')
  assert.ok(!/"resolved"/.test(lock))
  assert.equal(JSON.parse(lock).lockfileVersion, 3)
  const packages = Object.entries(JSON.parse(lock).packages).filter(([path]) => path)
  assert.ok(packages.length > 20)
  for (const [path, one] of packages) assert.match(one.integrity || '', /^sha512-/, path)
})

test('npm writes it so: addresses left out, versions exact, no scripts of packages', () => {
  const rules = read('.npmrc').trim().split('\n')
  for (const rule of ['omit-lockfile-registry-resolved=true', 'save-exact=true', 'ignore-scripts=true', 'audit=false', 'fund=false']) assert.ok(rules.includes(rule), rule)
})

test('ten direct packages at most, each of one exact version, with its licence and its reason', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'))
  const all = Object.entries({ ...dependencies, ...devDependencies })
  assert.ok(all.length <= 10)
  const readme = read('README.md')
  for (const [name, version] of all) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name)
    assert.match(readme, new RegExp(`\\| ${name} ${version.replace(/\./g, '\\.')} \\| \\S+ \\| .{4,} \\|`), `${name} ${version} has a line in README.md`)
  }
})

const manifest = {
  'portal.html': { file: 'portal.js', imports: ['_vue.js'], dynamicImports: ['pages/Matter.vue', 'en.js'], css: ['portal.css'] },
  '_vue.js': { file: 'vue.js' },
  '_Field.js': { file: 'Field.js', name: 'Field', imports: ['_vue.js'] },
  'pages/Matter.vue': { file: 'Matter.js', imports: ['_vue.js', '_Field.js', '_posts.js'], dynamicImports: ['pages/Deep.vue'] },
  'pages/Deep.vue': { file: 'Deep.js' },
  '_posts.js': { file: 'posts.js' },
  'en.js': { file: 'en.js' },
}
const bytes = { 'portal.js': 20480, 'vue.js': 30720, 'portal.css': 2048, 'Field.js': 10240, 'Matter.js': 10240, 'posts.js': 4096, 'Deep.js': 1024, 'en.js': 99999 }
const budget = (change) => ({ portal: { script: 61440, style: 8192, page: 15360, forms: 20480, ...change } })

test('a page costs what comes with it beyond the first load and the kit of forms', () => {
  const { lines, excess } = judge(manifest, (file) => bytes[file], budget({}))
  assert.deepEqual(excess, [])
  assert.deepEqual(lines, ['portal, first load, script: 50.0 of 60 KB', 'portal, first load, style: 2.0 of 8 KB', 'portal, kit of forms, script: 10.0 of 20 KB', 'portal, pages/Deep.vue, script: 1.0 of 15 KB', 'portal, pages/Matter.vue, script: 14.0 of 15 KB'])
})

test('what is too much is named by its chunks, the largest first', () => {
  assert.match(judge(manifest, (file) => bytes[file], budget({ script: 40960 })).excess.join(), /^portal, first load, script: 50\.0 of 40 KB: vue\.js 30\.0, portal\.js 20\.0$/)
  assert.match(judge(manifest, (file) => bytes[file], budget({ page: 12288 })).excess.join(), /^portal, pages\/Matter\.vue, script: 14\.0 of 12 KB: Matter\.js 10\.0, posts\.js 4\.0$/)
  assert.match(judge(manifest, (file) => bytes[file], budget({ style: 1024 })).excess.join(), /portal\.css 2\.0/)
})
