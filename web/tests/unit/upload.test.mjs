// A file on its way up over a line that breaks, against a server made of a few lines.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mark, PART_BYTES, upload } from '../../src/core/upload.js'

const fail = (status, code) => Object.assign(new Error(code), { status, code })

function world({ size = 3 * PART_BYTES + 7, breaks = () => false } = {}) {
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 31) % 251)
  const file = { name: '借条.pdf', size, lastModified: 7, slice: (from, to) => bytes.slice(from, to) }
  const kept = new Map()
  const server = { uploads: {}, count: 0, calls: 0, whole: null, dropped: [] }
  const step = (does) => {
    const call = server.calls++
    return new Promise((resolve, reject) => setTimeout(() => {
      const how = breaks(call)
      if (how === 'before') return reject(fail(0, 'network'))
      try {
        const reply = does()
        return how === 'after' ? reject(fail(0, 'network')) : resolve(reply)
      } catch (e) {
        return reject(e)
      }
    }, 0))
  }
  const told = (one) => ({ id: one.id, offset: one.got.length, document: one.got.length === one.size ? { id: 'X1', bytes: one.got } : null })
  const find = (id) => {
    if (!server.uploads[id]) throw fail(404, 'upload.unknown')
    return server.uploads[id]
  }
  const door = {
    whole: (given) => ({ promise: step(() => ({ id: 'X0', size: given.size })), cancel: () => {} }),
    part: (id, offset, part, progress) => {
      progress(part.length)
      return { promise: step(() => {
        const one = find(id)
        if (offset !== one.got.length) throw fail(409, 'upload.offset')
        one.got = one.got.concat(Array.from(part))
        return told(one)
      }), cancel: () => {} }
    },
    begin: (body) => step(() => {
      const id = `Y${++server.count}`
      server.uploads[id] = { id, size: body.size_bytes, got: [] }
      return told(server.uploads[id])
    }),
    state: (id) => step(() => told(find(id))),
    drop: async (id) => { server.dropped.push(id) },
    wait: async () => {},
    storage: { getItem: (name) => kept.get(name) || null, setItem: (name, value) => kept.set(name, value), removeItem: (name) => kept.delete(name) },
    now: () => 1000,
  }
  return { bytes, file, server, door, kept }
}

test('a small file goes up in one request', async () => {
  const { file, door, server } = world({ size: PART_BYTES })
  const document = await upload(file, { kind: 'evidence' }, () => {}, door).promise
  assert.equal(document.id, 'X0')
  assert.equal(server.count, 0)
})

test('a line that breaks before and after each request loses nothing', async () => {
  for (let seed = 1; seed < 10; seed++) {
    let dice = seed
    const breaks = () => {
      dice = (dice * 1103515245 + 12345) % 2147483648
      return ['', 'before', 'after'][Math.floor(dice / 65536) % 3]
    }
    const { file, bytes, door, kept } = world({ breaks })
    let waited = 0
    const document = await upload(file, { kind: 'evidence' }, (part, waiting) => { waited += waiting ? 1 : 0 }, door).promise
    assert.deepEqual(document.bytes, Array.from(bytes))
    assert.equal(kept.size, 0)
    assert.ok(seed !== 1 || waited > 0)
  }
})

test('the same file chosen again goes on where it stopped', async () => {
  const { file, bytes, door, server, kept } = world()
  server.uploads.Y9 = { id: 'Y9', size: file.size, got: Array.from(bytes.slice(0, PART_BYTES + 3)) }
  kept.set(mark(file, 'evidence'), JSON.stringify({ id: 'Y9', at: 0 }))
  let least = 1
  const document = await upload(file, { kind: 'evidence' }, (part) => { least = Math.min(least, part) }, door).promise
  assert.deepEqual(document.bytes, Array.from(bytes))
  assert.equal(server.count, 0)
  assert.ok(least > 0.3, `began at ${least}`)
})

test('what the platform forgot begins anew', async () => {
  const { file, bytes, door, server, kept } = world()
  kept.set(mark(file, 'evidence'), JSON.stringify({ id: 'Y9', at: 0 }))
  const document = await upload(file, { kind: 'evidence' }, () => {}, door).promise
  assert.deepEqual(document.bytes, Array.from(bytes))
  assert.equal(server.count, 1)
})

test('a page that is left stops the file, and the next page goes on with it', async () => {
  const { file, bytes, door, server, kept } = world()
  const first = upload(file, { kind: 'evidence' }, (part) => { if (part > 0.3) first.cancel(true) }, door)
  await assert.rejects(first.promise, { code: 'cancelled' })
  assert.deepEqual(server.dropped, [])
  assert.equal(kept.size, 1)
  const document = await upload(file, { kind: 'evidence' }, () => {}, door).promise
  assert.deepEqual(document.bytes, Array.from(bytes))
  assert.equal(server.count, 1)
})

test('a refusal is told, and not tried again', async () => {
  const { file, door, server, kept } = world()
  door.part = () => ({ promise: Promise.reject(fail(415, 'file.type')), cancel: () => {} })
  await assert.rejects(upload(file, { kind: 'evidence' }, () => {}, door).promise, { code: 'file.type' })
  assert.equal(server.calls, 1)
  assert.equal(kept.size, 0)
  assert.deepEqual(server.dropped, ['Y1'])
})

test('what lost a part begins anew, and the platform forgets the first', async () => {
  const { file, bytes, door, server } = world()
  const part = door.part
  let lost = false
  door.part = (...given) => {
    if (lost || given[1] === 0) return part(...given)
    lost = true
    return { promise: Promise.reject(fail(409, 'upload.lost')), cancel: () => {} }
  }
  const document = await upload(file, { kind: 'evidence' }, () => {}, door).promise
  assert.deepEqual(document.bytes, Array.from(bytes))
  assert.deepEqual(server.dropped, ['Y1'])
})

test('given up while it is being begun: the platform is told', async () => {
  const { file, door, server, kept } = world()
  const { promise, cancel } = upload(file, { kind: 'evidence' }, () => {}, door)
  await new Promise((resolve) => setImmediate(resolve))
  cancel()
  await assert.rejects(promise, { code: 'cancelled' })
  assert.deepEqual(server.dropped, Object.keys(server.uploads))
  assert.equal(kept.size, 0)
})

test('given up: it stops, and the platform is told', async () => {
  const { file, door, server, kept } = world({ breaks: (call) => (call > 1 ? 'before' : '') })
  const { promise, cancel } = upload(file, { kind: 'evidence' }, (part, waiting) => { if (waiting) cancel() }, door)
  await assert.rejects(promise, { code: 'cancelled' })
  assert.deepEqual(server.dropped, ['Y1'])
  assert.equal(kept.size, 0)
})
