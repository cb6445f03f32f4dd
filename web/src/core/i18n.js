// Texts in two languages. Chinese words of the shell are in the first load; those of a group of pages come with its pages
// (words-NAME.js), English ones when somebody asks for English.
import { reactive } from 'vue'
import zh from './zh.js'
import zhActing from './zh-acting.js'

/** The number people call stands in the texts as this; a court's own replaces it. */
const HOTLINE = '12368'
export const i18n = reactive({ language: 'zh', hotline: HOTLINE, fetched: 0 })
const tables = { zh: { ...zh, ...zhActing } }
let waiting = [() => import('./en.js'), () => import('./en-acting.js')] // English that was not fetched yet
let fetching = Promise.resolve()

/** Fetches the English of all words known by now; what cannot be fetched is read in Chinese, and tried again with the next page. */
function fetchEnglish() {
  fetching = fetching.then(async () => {
    const asked = waiting
    waiting = []
    await Promise.all(asked.map((load) => load().then((part) => { tables.en = { ...tables.en, ...part.default } }, () => waiting.push(load))))
    i18n.fetched++
  })
  return fetching
}

export async function setLanguage(language) {
  const wanted = language === 'en' ? 'en' : 'zh'
  if (wanted === 'en') await fetchEnglish()
  i18n.language = wanted
  document.documentElement.lang = wanted === 'en' ? 'en' : 'zh-CN'
}

/** A group of words: its Chinese at once, its English when English is read. A page part imports its words-NAME.js. */
export function addTexts(chinese, loadEnglish) {
  Object.assign(tables.zh, chinese)
  waiting.push(loadEnglish)
  if (i18n.language === 'en') fetchEnglish() // a part of a page that came by itself; what is drawn already is drawn again
}

/** Before a page is shown: are the words that came with it there in the language read? */
export const wordsReady = () => (i18n.language === 'en' ? fetchEnglish() : undefined)

/** A page whose route names its words, for words that many of its parts ask for: `chinese` and `english` load them. */
export function worded(page, chinese, english) {
  let words = null
  return async () => {
    words = words || chinese().then((part) => addTexts(part.default, english))
    await words.catch((e) => {
      words = null
      throw e
    })
    return page()
  }
}

/** The text of a key with {names} filled in; the key itself when there is none (a test looks for those). */
export function t(key, args) {
  const text = i18n.fetched >= 0 ? (tables[i18n.language] || {})[key] : undefined
  if (text === undefined) return tables.zh[key] === undefined ? key : fill(tables.zh[key], args)
  return fill(text, args)
}

/** A text of ours where one of the server's is expected: {zh, en} in the language read. */
export const both = (key) => ({ zh: t(key), en: t(key) })

export function has(key) {
  return tables.zh[key] !== undefined
}

function fill(words, args) {
  const text = i18n.hotline === HOTLINE ? words : words.split(HOTLINE).join(i18n.hotline)
  return args ? text.replace(/\{(\w+)\}/g, (all, name) => (args[name] === undefined || args[name] === null ? '' : args[name])) : text
}

/**
 * A text the server gives in two languages: {zh, en}, or name + name_en, or one text.
 * @param thing  an object, or {zh, en} itself when `name` is absent
 */
export function say(thing, name) {
  if (!thing) return ''
  const value = name === undefined ? thing : thing[name]
  const other = i18n.language === 'en' ? 'en' : 'zh'
  if (value && typeof value === 'object') return value[other] || value.zh || value.en || ''
  if (name !== undefined) {
    const own = thing[`${name}_${other}`]
    if (own) return own
  }
  return value === undefined || value === null ? (name !== undefined && (thing[`${name}_zh`] || thing[`${name}_en`])) || '' : String(value)
}
