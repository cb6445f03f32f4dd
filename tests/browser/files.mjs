// Files as people hand them in, and the lines they come over.
import { deflateSync } from 'node:zlib'

/** A paper as scanners make them, of a size that takes a while on a slow line. */
export function paper(name, bytes) {
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n${'0'.repeat(bytes)}\n%%EOF\n`) }
}

/** A PDF of some pages that can be drawn, each with its number. */
export function pages(name, count) {
  const kids = Array.from({ length: count }, (unused, at) => 4 + 2 * at)
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Kids[${kids.map((at) => `${at} 0 R`).join(' ')}]/Count ${count}>>`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
  for (const at of kids) {
    const words = `BT /F1 180 Tf 240 400 Td (${(at - 2) / 2}) Tj ET`
    objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${at + 1} 0 R>>`, `<</Length ${words.length}>>stream\n${words}\nendstream`)
  }
  let text = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const buffer = Buffer.from(`${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`)
  return { name, mimeType: 'application/pdf', buffer }
}

/** Limits what goes up, as a telephone in a village does; 0 lifts it. */
export async function line(who, upBytesPerSecond) {
  const session = await who.context.newCDPSession(who.page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: upBytesPerSecond || -1 })
  return session
}

/** A picture of one colour. */
export function photograph(name, width, height) {
  const part = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data])
    const length = Buffer.alloc(4)
    const sum = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const line = Buffer.alloc(1 + 3 * width, 160)
  line[0] = 0
  const rows = Buffer.concat(Array.from({ length: height }, () => line))
  const buffer = Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), part('IHDR', header), part('IDAT', deflateSync(rows)), part('IEND', Buffer.alloc(0))])
  return { name, mimeType: 'image/png', buffer }
}

/** As telephones keep them, 64 by 96: no browser draws it (tests/documents/pictures.py, HEIC). */
export function telephonePhotograph(name) {
  return { name, mimeType: 'image/heic', buffer: Buffer.from(HEIC, 'base64') }
}

const HEIC =
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQAB' +
  'AAAAAAFmAAEAAAAAAAABGQAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEAB' +
  'DAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBhZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAEAAAABgAAAA' +
  'EHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAEhbWRhdAAAARUoAa8J4CM2oj//+9F9//7cx6H+tbN0px/kd7//0nC//71BGv0MH/7VogP2uIb/0vGJQerc4UJWyy9l' +
  'a1h/umr1YbWvL1Y+teHatEthSp+MhTvgkWC/u1yiOQnJHjPwLW3A7K0ieXWC670m1bCPTulalXrbPjLBozr89qUz8ouKvn62/Gv/MtKyge2RJ0a9oJTY+NCqXrqraT+n1lNZDvIVXwif' +
  'eE8wDCVDDka0BxcyV3QLhi6fdhF68R9ov1iX1f4vxQ0V4PLpPR2F5U4yHA4nI5Nip//E2N2lrmLeyLC2moKvsy6LrjLRnSqORP8xBC5xD00WKWJRG8rDhkVhrjj7CNmNjl1VyR7Jccti' +
  'c2T59D9Y/YYw'

function crc32(bytes) {
  let sum = ~0
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return ~sum >>> 0
}
