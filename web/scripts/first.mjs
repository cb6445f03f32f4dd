// After the build: home.json beside the pages, from which the server draws the portal's first screen (src/api/home.c): the page with
// marks, a tile for each wing of the house that the web has words or a picture for, and what the policy for content must let in.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createServer, transformWithEsbuild } from 'vite'

const WINGS = ['intake', 'filing', 'resolution', 'other']
const dist = process.argv[2] ? `${process.argv[2]}/` : fileURLToPath(new URL('../dist/', import.meta.url))
const web = fileURLToPath(new URL('../', import.meta.url))

// What the parts of the page ask a browser for while they are set up.
globalThis.navigator = { onLine: true }
globalThis.addEventListener = () => {}
globalThis.fetch = async () => {
  const items = WINGS.map((wing) => ({ system: `~system~${wing}`, wing, openers: ['citizen'], title: { zh: '~title~' }, summary: { zh: '~text~' } }))
  return new Response(JSON.stringify({ items }), { headers: { 'Content-Type': 'application/json' } })
}

/** Takes the list of that class out of the page: the page with a mark, and its items by wing. */
function takeList(page, before, mark) {
  const from = page.indexOf(before)
  if (from < 0) throw new Error(`the first screen has no ${before}`)
  const start = page.indexOf('<!--[-->', from)
  const end = page.indexOf('<!--]-->', start)
  const items = page.slice(start + 8, end).split(/(?<=<\/li>)/).filter((item) => item.indexOf('~system~') >= 0)
  const byWing = {}
  for (const item of items) byWing[/~system~(\w+)/.exec(item)[1]] = item.replace(/~system~\w+/, '~system~')
  return [page.slice(0, start) + mark + page.slice(end + 8), byWing]
}

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const policy = {}

/**
 * What is seen comes first. Styles and what runs before them stand in the page itself, so that nothing is waited for; scripts begin
 * when the screen is painted (public/early.js); what they need comes beside, after everything else. The styles' own files stand at the
 * end: pages that come later find them there, in their order.
 */
async function lightened(html) {
  const links = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) || []
  const style = links.map((link) => readFileSync(dist + /href="\/([^"]+)"/.exec(link)[1], 'utf8')).join('')
  const early = (await transformWithEsbuild(readFileSync(`${dist}early.js`, 'utf8'), 'early.js', { minify: true, target: 'chrome69' })).code.trim()
  policy.style = hashOf(style)
  policy.script = hashOf(early)
  const light = html.replace('<script src="/early.js"></script>', () => `<script>${early}</script>`)
    .replace(/<script type="module" crossorigin src="([^"]+)"><\/script>/, '<link rel="modulepreload" data-late crossorigin href="$1">')
    .replace('<title>', '<link rel="preload" as="fetch" href="/api/v1/definitions" crossorigin />\n    <title>')
    .replace(/<link rel="(modulepreload|preload)"/g, '<link fetchpriority="low" rel="$1"')
    .replace(/ *<link rel="stylesheet"[^>]*>\n/g, '')
    .replace('</title>', () => `</title>\n    <style>${style}</style>`)
    .replace('</body>', () => `${links.join('').replace(/<link/g, '<link fetchpriority="low"')}  </body>`)
  if (!links.length || /url\(["']?\.|<\/s/i.test(style) || light.indexOf('data-late') < 0 || light.indexOf('src="/early.js"') >= 0 || light.split('fetchpriority').length < 8) throw new Error('the page names its parts in another way')
  return light
}

process.env.NODE_ENV = 'production'
const vite = await createServer({ root: web, appType: 'custom', logLevel: 'warn', server: { middlewareMode: true, hmr: false, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } })
try {
  const { draw } = await vite.ssrLoadModule('/src/portal/first.js')
  globalThis.document = {} // from here on: whoever sees one while it is loaded takes this for a browser
  const drawn = await draw()
  const [one, tiles] = takeList(drawn, 'class="plain tiles tiles-main"', '~tiles~')
  const [two, more] = takeList(one, 'class="only-elder home-list"', '~more~')
  const inner = two.replace(/<!--.*?-->/g, '')
  const page = await lightened(readFileSync(`${dist}portal.html`, 'utf8').replace('<div id="app"></div>', () => `<div id="app">${inner}</div>`))
  const main = Object.keys(tiles).filter((wing) => !(wing in more))
  if (main.length !== 2 || page.indexOf('~tiles~') < 0) throw new Error('the first screen is not as src/api/home.c expects it')
  writeFileSync(`${dist}home.json`, JSON.stringify({ page, policy, main, tiles, more }))
} finally {
  await vite.close()
}
process.exit(0) // the session's clock of the page goes on
