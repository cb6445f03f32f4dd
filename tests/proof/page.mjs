// The check of web/public/proof.html, run without a browser: node tests/proof/page.mjs PAGE FILE prints its report.
import { readFileSync } from 'node:fs'

const [page, file] = process.argv.slice(2)
const script = /<script id="check">([\s\S]*?)<\/script>/.exec(readFileSync(page, 'utf8'))[1]
const check = new Function(`${script}\nreturn check`)()
console.log(JSON.stringify(await check(JSON.parse(readFileSync(file, 'utf8')))))
