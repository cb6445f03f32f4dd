// The laws that guides and forms rest on, each named once in both languages, and how a list of articles reads. Pure.
/** name -> title; law as of 2026. */
const LAWS = {
  cpl: { zh: '民事诉讼法', en: 'Civil Procedure Law' },
  interpretation: { zh: '最高人民法院关于适用民事诉讼法的解释', en: 'SPC Interpretation of the Civil Procedure Law' },
  registration: { zh: '最高人民法院关于人民法院登记立案若干问题的规定', en: 'SPC Provisions on Registration of Cases' },
  evidence: { zh: '最高人民法院关于民事诉讼证据的若干规定', en: 'SPC Provisions on Evidence' },
  limitation: { zh: '最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定', en: 'SPC Provisions on Limitation of Actions' },
  mediation: { zh: '人民法院在线调解规则', en: 'Online Mediation Rules' },
  fees: { zh: '诉讼费用交纳办法', en: 'Measures on Litigation Fees' },
  violence: { zh: '反家庭暴力法', en: 'Anti-Domestic Violence Law' },
  protection: { zh: '最高人民法院关于人身安全保护令案件相关程序问题的批复（法释〔2016〕15号）', en: 'SPC Reply on Personal Safety Protection Orders (Fa Shi [2016] No. 15)', unit: '项', word: 'point' },
  house: { zh: '本平台的规则', en: 'Rule of this platform' },
}
const DIGITS = '零一二三四五六七八九'

/** 1 to 999 as an article's number is written: 十、二十二、一百零七. */
export function chinese(number) {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10]
  const head = hundreds ? `${DIGITS[hundreds]}百` : ''
  if (!tens) return head + (ones ? (hundreds ? DIGITS[0] : '') + DIGITS[ones] : '')
  return `${head}${tens > 1 || hundreds ? DIGITS[tens] : ''}十${ones ? DIGITS[ones] : ''}`
}

/** @param {(string | number | [number, number])[]} one  a law, then its articles; two in brackets are "from … to …" */
function read([name, ...articles]) {
  const law = LAWS[name]
  const article = (number) => `第${chinese(number)}${law.unit || '条'}`
  const zh = articles.map((at) => (Array.isArray(at) ? at.map(article).join('至') : article(at))).join('、')
  const en = articles.map((at) => (Array.isArray(at) ? at.join(' to ') : at)).join(', ')
  const many = articles.length > 1 || Array.isArray(articles[0])
  return { zh: law.zh + zh, en: law.en + (articles.length ? `, ${law.word || 'Art'}${many ? 's' : ''}${law.word ? '' : '.'} ${en}` : '') }
}

/** What a line rests on, to be read: [['cpl', 122], ['fees', 15, [44, 47]]] -> {zh, en}. */
export function basis(by) {
  const all = by.map(read)
  return { zh: all.map((one) => one.zh).join('；'), en: all.map((one) => one.en).join('; ') }
}
