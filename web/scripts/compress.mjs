// After the build: a .gz and a .br twin beside every text file of the folder given (dist/), so that the server compresses nothing.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = process.argv[2] ? `${process.argv[2]}/` : fileURLToPath(new URL('../dist/', import.meta.url))
const text = /\.(js|css|html|svg|json|txt|webmanifest)$/

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name[0] === '.') continue // the build's own notes are not served
    if (entry.isDirectory()) yield* files(`${folder}${entry.name}/`)
    else if (text.test(entry.name)) yield folder + entry.name
  }
}

let count = 0
for (const file of files(dist)) {
  const bytes = readFileSync(file)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }))
  count++
}
console.log(`${count} files compressed (.gz, .br)`)
