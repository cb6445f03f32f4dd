// Draws the icons of the installed apps from icon.svg: `node icons/draw.mjs`. Run by hand when the drawing changes; the pictures
// are committed, so that a build needs no browser.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const svg = readFileSync(new URL('icon.svg', import.meta.url), 'utf8')
const out = (name) => fileURLToPath(new URL(`../public/icons/${name}.png`, import.meta.url))
/** [name, pixels, round corners]: a maskable icon is cut by the system, and so is Apple's. */
const ICONS = [['icon-192', 192, true], ['icon-512', 512, true], ['maskable-512', 512, false], ['apple-180', 180, false]]

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [name, size, round] of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const drawing = svg.replace('<rect ', round ? '<rect rx="96" ' : '<rect ')
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`)
  writeFileSync(out(name), await page.screenshot({ omitBackground: true }))
}
await browser.close()
