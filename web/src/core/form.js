// Forms as definitions describe them: which fields, which are shown, what a value must be before it is sent.
import { bankAccountValid, caseNumberValid, compact, creditCodeValid, dateCanonical, dateValid, emailValid, isMasked, momentCanonical, momentValid, normalised, phoneValid, referenceValid, residentIdValid } from './identifiers.js'
import { fenToYuan, halfWidth, moneyText, yuanToFen } from './money.js'

const zhEn = (zh, en) => ({ zh, en })

/** Inner fields of the composed kinds, as the platform's own field types have them. */
export const INNER = {
  address: [
    { name: 'division', type: 'division', title: zhEn('省、市、区县', 'Province, city, county'), required: true },
    { name: 'detail', type: 'text', title: zhEn('详细地址', 'Street and number'), required: true, max: 200 },
  ],
  person: [
    { name: 'name', type: 'text', title: zhEn('姓名', 'Name'), required: true, max: 50, autocomplete: 'name' },
    {
      name: 'id_kind', type: 'choice', title: zhEn('证件类型', 'Kind of document'), compact: true,
      options: [
        { name: 'resident_id', title: zhEn('身份证', 'Identity card') },
        { name: 'passport', title: zhEn('护照', 'Passport') },
        { name: 'other', title: zhEn('其他证件', 'Other') },
      ],
    },
    { name: 'id_number', type: 'resident_id', title: zhEn('公民身份号码', 'Resident identity number'), show: { id_kind: ['resident_id'] } },
    { name: 'other_number', type: 'text', title: zhEn('证件号码', 'Document number'), max: 40, show: { id_kind: ['passport', 'other'] } },
    { name: 'phone', type: 'phone', title: zhEn('联系电话', 'Telephone') },
    { name: 'address', type: 'address', title: zhEn('住址', 'Address') },
    {
      name: 'gender', type: 'choice', title: zhEn('性别', 'Gender'), compact: true, extra: true,
      options: [{ name: 'male', title: zhEn('男', 'Male') }, { name: 'female', title: zhEn('女', 'Female') }],
    },
    { name: 'birth_date', type: 'date', title: zhEn('出生日期', 'Date of birth'), extra: true },
  ],
  organisation: [
    { name: 'name', type: 'text', title: zhEn('名称', 'Name'), required: true, max: 100, autocomplete: 'organization' },
    { name: 'credit_code', type: 'credit_code', title: zhEn('统一社会信用代码', 'Unified social credit code') },
    { name: 'legal_representative', type: 'text', title: zhEn('法定代表人', 'Legal representative'), max: 50 },
    { name: 'phone', type: 'phone', title: zhEn('联系电话', 'Telephone') },
    { name: 'address', type: 'address', title: zhEn('住所地', 'Address') },
  ],
  signature: [
    {
      name: 'mode', type: 'choice', title: zhEn('签名方式', 'How it is signed'), required: true, compact: true,
      options: [
        { name: 'screen', title: zhEn('屏幕签名', 'On screen') },
        { name: 'paper', title: zhEn('纸质签名（扫描）', 'On paper (scanned)') },
        { name: 'seal', title: zhEn('盖章', 'Seal') },
        { name: 'fingerprint', title: zhEn('捺印', 'Fingerprint') },
      ],
    },
    { name: 'name', type: 'text', title: zhEn('签名人姓名', 'Name of the signer'), required: true, max: 50 },
    { name: 'document', type: 'document_list', title: zhEn('签名页扫描件', 'Scan of the signed page'), max: 10, show: { mode: ['paper', 'seal', 'fingerprint'] } },
    { name: 'document', type: 'sign', title: zhEn('手写签名', 'Signature by hand'), hint: zhEn('用手指或者鼠标写在框里；不方便写的，填写姓名即可。', 'Write in the box with a finger or a mouse; where that is awkward the name will do.'), show: { mode: ['screen'] } },
  ],
}

export function innerFields(field) {
  return field.type === 'group' ? field.fields || [] : INNER[field.type] || null
}

/** A composed value before anything is typed: the usual kind of document, the usual way to sign. */
export function blank(field) {
  if (field.type === 'group') return {}
  if (field.type === 'person') return { id_kind: 'resident_id' }
  if (field.type === 'signature') return { mode: 'screen' }
  return {}
}

export function isShown(field, siblings) {
  if (!field.show) return true
  return Object.keys(field.show).every((name) => {
    const value = siblings ? siblings[name] : undefined
    // a cause stands for those below it: 07.19 for 07.19.205
    return field.show[name].some((one) => value === one || (typeof value === 'string' && value.indexOf(`${one}.`) === 0))
  })
}

export function isEmpty(value) {
  if (value === null || value === undefined) return true
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  if (typeof value === 'object') return Object.keys(value).every((key) => isEmpty(value[key]))
  return false
}

/**
 * An action's form as fields to draw. A form names fields ("claims!" = required), or brings them along.
 * @returns {{field: object, required: boolean}[]}
 */
export function formOf(form, definition) {
  const known = {}
  for (const field of (definition && definition.fields) || []) known[field.name] = field
  const out = []
  for (const item of form || []) {
    let name, required, own
    if (typeof item === 'string') {
      required = item.slice(-1) === '!'
      name = required ? item.slice(0, -1) : item
    } else {
      own = item.field && typeof item.field === 'object' ? item.field : item
      name = typeof item.field === 'string' ? item.field : own.name
      required = !!item.required
    }
    const field = own && own.type ? own : known[name]
    if (field && field.type !== 'computed') out.push({ field, required: required || !!field.required })
  }
  return out
}

function canonicalMap(fields, value) {
  const out = {}
  for (const field of fields) {
    if (!isShown(field, value)) continue
    const one = canonical(field, value[field.name])
    if (one !== undefined) out[field.name] = one
  }
  return out
}

/** The value as it travels; undefined: nothing given. What cannot be read stays as typed, so that checking names it. */
export function canonical(field, value) {
  if (isEmpty(value)) return undefined
  switch (field.type) {
    case 'money': return typeof value === 'number' ? value : (yuanToFen(value) === null ? value : yuanToFen(value))
    case 'number': return typeof value === 'number' ? value : (/^-?\d{1,15}$/.test(halfWidth(value).trim()) ? Number(halfWidth(value).trim()) : value)
    case 'date': return dateCanonical(value)
    case 'resident_id': case 'credit_code': case 'bank_account': return isMasked(value) ? value : compact(value)
    case 'phone': return isMasked(value) ? value : phoneCanonical(value)
    case 'moment': return momentCanonical(value)
    case 'case_number': return compact(value, /\s/g).replace(/\(/g, '（').replace(/\)/g, '）')
    case 'matter_reference': case 'party_reference': return compact(value)
    case 'long_text': return String(value).trim()
    case 'text': case 'email': return normalised(value)
    case 'group': {
      const rows = value.map((row) => canonicalMap(field.fields || [], row || {})).filter((row) => !isEmpty(row))
      return rows.length ? rows : undefined
    }
    case 'person': case 'organisation': case 'address': case 'signature': {
      const map = canonicalMap(INNER[field.type], value)
      const untouched = blank(field)
      const told = Object.keys(map).some((key) => map[key] !== untouched[key])
      return told ? map : undefined
    }
    default: return value
  }
}

// A mobile number has no dashes; a fixed line keeps its own.
function phoneCanonical(value) {
  const phone = compact(value, /\s/g)
  const digits = phone.replace(/-/g, '')
  return /^1[3-9]\d{9}$/.test(digits) ? digits : phone
}

/** The whole body of a form, ready to send. Hidden fields do not travel. */
export function canonicalBody(form, values) {
  return canonicalMap(form.map((item) => item.field), values)
}

const NUMBER_MAX = 1e15
const outside = (field, value) => value < (field.min || 0) || value > (field.max || NUMBER_MAX)
const hasOption = (field, name) => (field.options || []).some((one) => one.name === name)

function checkOne(field, value, path, add) {
  switch (field.type) {
    case 'money':
      if (typeof value !== 'number') return add(path, 'type.money')
      if (outside(field, value)) add(path, 'money.range', moneyText(field.min || 0), moneyText(field.max || NUMBER_MAX))
      return
    case 'number':
      if (typeof value !== 'number') return add(path, 'type.number')
      if (outside(field, value)) add(path, 'number.range', field.min || 0, field.max || NUMBER_MAX)
      return
    case 'date': if (!dateValid(value)) add(path, 'date.format'); return
    case 'resident_id': if (!residentIdValid(value)) add(path, 'resident_id.checksum'); return
    case 'credit_code': if (!creditCodeValid(value)) add(path, 'credit_code.checksum'); return
    case 'phone': if (!phoneValid(value)) add(path, 'phone.format'); return
    case 'bank_account': if (!bankAccountValid(value)) add(path, 'bank_account.checksum'); return
    case 'email': if (!emailValid(value)) add(path, 'email.format'); return
    case 'moment': if (!momentValid(value)) add(path, 'moment.format'); return
    case 'case_number': if (!caseNumberValid(value)) add(path, 'case_number.format'); return
    case 'matter_reference': case 'party_reference': if (!referenceValid(value)) add(path, 'reference.format'); return
    case 'choice': if (field.options && !hasOption(field, value)) add(path, 'choice.unknown'); return
    case 'multi_choice': if (!value.every((one) => hasOption(field, one))) add(path, 'choice.unknown'); return
    case 'document_list': if (value.length > (field.max || 100)) add(path, 'list.too_long'); return
    case 'text': case 'long_text': {
      const length = Array.from(String(value)).length
      const max = field.max || (field.type === 'text' ? 500 : 20000)
      if (length > max) add(path, 'text.too_long', max)
      else if (field.min && length < field.min) add(path, 'text.too_short', field.min)
      return
    }
    case 'group': {
      const max = field.max || 200
      if (value.length > max || value.length < (field.min || 0)) add(path, 'group.count', field.min || 0, max)
      value.forEach((row, index) => checkMap(field.fields.map((inner) => ({ field: inner, required: !!inner.required })), row, `${path}[${index}]`, add))
      return
    }
    default:
      if (INNER[field.type]) checkMap(INNER[field.type].map((inner) => ({ field: inner, required: !!inner.required })), value, path, add)
  }
}

function checkMap(form, values, path, add) {
  for (const { field, required } of form) {
    if (!isShown(field, values)) continue
    const at = path ? `${path}.${field.name}` : field.name
    const value = values[field.name]
    if (isEmpty(value)) {
      if (required) add(at, 'required')
    } else checkOne(field, value, at, add)
  }
}

/**
 * The checks the server repeats, told at once. `values` canonical.
 * @returns {{path: string, code: string, args: any[]}[]}
 */
export function checkForm(form, values) {
  const errors = []
  checkMap(form, values, '', (path, code, ...args) => errors.push({ path, code, args }))
  return errors
}

/** "plaintiffs[0].person.id_number" → ["plaintiffs", 0, "person", "id_number"] */
export function pathParts(path) {
  return String(path).split(/[.[\]]+/).filter((part) => part !== '').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** The fields a path leads through, for words: [{field, row}] */
export function pathFields(fields, path) {
  const out = []
  let level = fields
  for (const part of pathParts(path)) {
    if (typeof part === 'number') {
      if (out.length) out[out.length - 1].row = part
      continue
    }
    const field = (level || []).filter((one) => one.name === part)[0]
    if (!field) break
    out.push({ field, row: null })
    level = innerFields(field)
  }
  return out
}

/** Is what stands at a path asked for now? Two fields of one name may take turns, each with its own `show`. */
export function isShownAt(fields, values, path) {
  let level = fields
  let at = values
  for (const part of pathParts(path)) {
    const value = at ? at[part] : undefined
    if (typeof part !== 'number') {
      const field = (level || []).filter((one) => one.name === part && isShown(one, at))[0]
      if (!field) return false
      level = innerFields(field)
      at = value === undefined ? blank(field) : value
    } else at = value
  }
  return true
}

/** Where a document stands in values, "evidence[0].files"; '' when nowhere. */
export function pathOfDocument(values, id) {
  const find = (value, at) => {
    if (Array.isArray(value)) {
      if (value.indexOf(id) >= 0) return at
      return value.map((one, index) => find(one, `${at}[${index}]`)).filter(Boolean)[0] || ''
    }
    if (!value || typeof value !== 'object') return ''
    return Object.keys(value).map((name) => find(value[name], at ? `${at}.${name}` : name)).filter(Boolean)[0] || ''
  }
  return find(values, '')
}

/** A path in the words of the definition, "原告 1 · 自然人 · 姓名"; '' where it has none for all of it. */
export function pathTitle(fields, path, say) {
  const through = pathFields(fields, path)
  const named = pathParts(path).filter((part) => typeof part !== 'number')
  if (through.length < named.length || through.some(({ field }) => !field.title)) return ''
  return through.map(({ field, row }) => say(field, 'title') + (row === null ? '' : ` ${row + 1}`)).join(' · ')
}

/** A copy of the values in which what stands at a path is what `change` makes of it. */
export function changedAt(values, path, change) {
  const step = (value, parts) => {
    if (!parts.length) return change(value)
    const [part, ...rest] = parts
    if (typeof part === 'number') {
      const rows = Array.isArray(value) ? value.slice() : []
      rows[part] = step(rows[part], rest)
      return rows
    }
    return { ...value, [part]: step(value ? value[part] : undefined, rest) }
  }
  return step(values, pathParts(path))
}

/** Drops what the server masked: it may be shown, never sent. Returns a deep copy. */
export function withoutMasked(value) {
  if (Array.isArray(value)) return value.map(withoutMasked)
  if (value && typeof value === 'object') {
    const out = {}
    for (const key of Object.keys(value)) if (!isMasked(value[key])) out[key] = withoutMasked(value[key])
    return out
  }
  return value
}

export function anyMasked(value) {
  if (Array.isArray(value)) return value.some(anyMasked)
  if (value && typeof value === 'object') return Object.keys(value).some((key) => anyMasked(value[key]))
  return isMasked(value)
}

export { fenToYuan }
