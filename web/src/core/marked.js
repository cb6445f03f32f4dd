// Which parts of an excerpt are the words that were searched for.

/** @returns {{text: string, hit: boolean}[]} the excerpt in pieces; words as typed, blank-separated */
export function marked(excerpt, words) {
  const text = String(excerpt || '')
  const low = text.toLowerCase()
  const wanted = String(words || '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const out = []
  let from = 0
  for (let at = 0; at < text.length;) {
    const word = wanted.filter((one) => low.startsWith(one, at)).sort((a, b) => b.length - a.length)[0]
    if (!word) { at++; continue }
    if (at > from) out.push({ text: text.slice(from, at), hit: false })
    out.push({ text: text.slice(at, at + word.length), hit: true })
    at += word.length
    from = at
  }
  if (from < text.length) out.push({ text: text.slice(from), hit: false })
  return out
}
