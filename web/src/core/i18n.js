// Texts in two languages. Chinese is in the first load; English is fetched when somebody asks for it.
import { reactive } from 'vue'
import zh from './zh.js'
import zhActing from './zh-acting.js'

export const i18n = reactive({ language: 'zh' })
const tables = { zh: { ...zh, ...zhActing } }
const loaders = [() => import('./en.js'), () => import('./en-acting.js')]

export async function setLanguage(language) {
  const wanted = language === 'en' ? 'en' : 'zh'
  if (!tables[wanted]) {
    const parts = await Promise.all(loaders.map((load) => load()))
    tables[wanted] = Object.assign({}, ...parts.map((part) => part.default))
  }
  i18n.language = wanted
  document.documentElement.lang = wanted === 'en' ? 'en' : 'zh-CN'
}

/** The workbench brings its own texts along, so that the portal need not carry them. Before setLanguage(). */
export function addTexts(chinese, loadEnglish) {
  Object.assign(tables.zh, chinese)
  loaders.push(loadEnglish)
}

/** A page that brings words of its own: they are there before it is drawn. All three load what they name. */
export function worded(page, chinese, english) {
  let words = null
  return async () => {
    words = words || chinese().then(async (part) => {
      addTexts(part.default, english)
      if (tables.en) Object.assign(tables.en, (await english()).default)
    })
    await words.catch((e) => {
      words = null
      throw e
    })
    return page()
  }
}

/** The text of a key with {names} filled in; the key itself when there is none (a test looks for those). */
export function t(key, args) {
  const text = tables[i18n.language][key]
  if (text === undefined) return tables.zh[key] === undefined ? key : fill(tables.zh[key], args)
  return fill(text, args)
}

/** A text of ours where one of the server's is expected: {zh, en} in the language read. */
export const both = (key) => ({ zh: t(key), en: t(key) })

export function has(key) {
  return tables.zh[key] !== undefined
}

function fill(text, args) {
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
