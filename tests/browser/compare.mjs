// Screenshots of the key pages against kept ones: what a change moved, for somebody to look at. Advisory: it never fails a run.
//   node tests/browser/run.mjs --program build/src/fengqiao --shots NEW
//   node tests/browser/compare.mjs KEPT NEW          says how much of each page differs, and draws NEW/NAME.differs.png
//   node tests/browser/compare.mjs KEPT NEW --keep   keeps what is in NEW from now on
// KEPT lies outside of git (such as ~/.cache/fengqiao/shots): pictures depend on the fonts and the browser of a machine, and a
// picture in git is never looked at. Numbers of matters and times differ between any two runs: below the bound is "same".
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBrowser } from './house.mjs'

const SAME_PERCENT = 0.6
const PAGES = [
  'portal-visitor-home-390', 'portal-visitor-home-1440', 'portal-elder-home-390', 'portal-elder-todo-390', 'portal-elder-matter-390', 'portal-elder-papers-390',
  'portal-visitor-guides-sue-390', 'portal-visitor-forms-complaint-1440', 'portal-young-for-whom-1440', 'portal-young-matter-1440',
  'loan-lender-steps-390', 'loan-lender-facts-390', 'loan-lender-check-390', 'loan-lender-receipt-390', 'mediation-owner-room-390', 'mediation-owner-sign-390',
  'desk-judge-tasks-1440', 'desk-judge-list-1440', 'desk-judge-matter-1440', 'desk-judge-review-1440', 'loan-judge-papers-beside-1440', 'desk-judge-board-1440', 'desk-judge-calendar-1440',
]

const [kept, made] = process.argv.slice(2).filter((one) => one.slice(0, 2) !== '--')
if (!kept || !made) {
  console.error('usage: node tests/browser/compare.mjs KEPT NEW [--keep]')
  process.exit(2)
}
const file = (folder, name) => join(folder, `${name}.png`)

// In the browser: it draws both pictures and counts the points of which a colour differs by more than a shade.
async function differs([before, after]) {
  const SHADE = 24
  const read = async (data) => {
    const picture = new Image()
    picture.src = `data:image/png;base64,${data}`
    await picture.decode()
    return picture
  }
  const [a, b] = [await read(before), await read(after)]
  const width = Math.max(a.width, b.width)
  const height = Math.max(a.height, b.height)
  const drawn = [a, b].map((picture) => {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    context.drawImage(picture, 0, 0)
    return { canvas, context, data: context.getImageData(0, 0, width, height) }
  })
  const [left, right] = drawn.map((one) => one.data.data)
  let count = 0
  for (let at = 0; at < right.length; at += 4) {
    const other = [0, 1, 2, 3].some((n) => Math.abs(left[at + n] - right[at + n]) > SHADE)
    if (other) count++
    right.set(other ? [214, 0, 47, 255] : [right[at], right[at + 1], right[at + 2], 70], at)
  }
  drawn[1].context.putImageData(drawn[1].data, 0, 0)
  return { percent: (100 * count) / (width * height), size: a.width === b.width && a.height === b.height ? '' : `${a.width}×${a.height} → ${b.width}×${b.height}`, picture: drawn[1].canvas.toDataURL('image/png').slice(22) }
}

if (process.argv.includes('--keep')) {
  mkdirSync(kept, { recursive: true })
  const there = PAGES.filter((name) => existsSync(file(made, name)))
  for (const name of there) copyFileSync(file(made, name), file(kept, name))
  console.log(`${there.length} of ${PAGES.length} kept in ${kept}`)
} else {
  const browser = await startBrowser()
  const page = await browser.newPage()
  const count = { same: 0, differs: 0, missing: 0 }
  for (const name of PAGES) {
    if (!existsSync(file(kept, name)) || !existsSync(file(made, name))) {
      count.missing++
      console.log(`  -       ${name}: ${existsSync(file(made, name)) ? 'none is kept' : 'was not made'}`)
      continue
    }
    const found = await page.evaluate(differs, [kept, made].map((folder) => readFileSync(file(folder, name)).toString('base64')))
    const same = found.percent <= SAME_PERCENT && !found.size
    count[same ? 'same' : 'differs']++
    if (!same) writeFileSync(join(made, `${name}.differs.png`), Buffer.from(found.picture, 'base64'))
    console.log(`  ${same ? 'same   ' : 'differs'} ${name} ${found.percent.toFixed(2)} % ${found.size}`)
  }
  await browser.close()
  console.log(`${count.same} same, ${count.differs} to look at, ${count.missing} missing`)
}
