// Registers people choose from: divisions, causes, courts. Small answers are kept for this page's life.
import { get } from './api.js'

const kept = {}

function keep(key, load) {
  if (!kept[key]) {
    kept[key] = load().catch((e) => {
      delete kept[key]
      throw e
    })
  }
  return kept[key]
}

export function divisions(parent) {
  return keep(`division ${parent}`, () => get('/divisions', { parent, limit: 100 }).then((reply) => reply.items))
}

const paths = { cause: '/causes', court: '/courts' }

export function searchRegister(kind, text) {
  return keep(`${kind} ${text}`, () => get(paths[kind], { q: text, limit: 20 }).then((reply) => reply.items))
}

/** The name of a code; the code itself when the register does not answer. */
export async function registerName(kind, code) {
  try {
    const found = (await searchRegister(kind, code)).filter((one) => one.code === code)[0]
    return found ? found.name : code
  } catch (e) {
    return code
  }
}

/** The whole name of a division by its code: "湖北省咸宁市咸安区". */
export async function divisionName(code) {
  const text = String(code || '')
  const chain = [`${text.slice(0, 2)}0000`, `${text.slice(0, 4)}00`, text]
  let parent = '000000'
  let out = ''
  try {
    for (const one of chain) {
      const found = (await divisions(parent)).filter((item) => item.code === one)[0]
      if (!found) continue
      if (out.slice(-found.name.length) !== found.name && found.status !== 'pseudo') out += found.name
      parent = one
      if (one === text) break
    }
  } catch (e) {
    return text
  }
  return out || text
}
