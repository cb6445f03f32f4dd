// What went wrong, in sentences a person can act on. Pure: the texts come from the caller.

/** The sentence for one field error; the server's own words first, then ours by code, then the plain one. */
export function fieldSentence(error, lang, t) {
  const own = lang === 'en' ? error.text_en || error.text : error.text || error.text_en
  if (own) return own
  const key = `error.${error.code}`
  const args = error.args || []
  const text = t(key, { 0: args[0], 1: args[1] })
  return text === key ? t('error.field') : text
}

/**
 * @param problem  {status, code, title, title_en, next, next_en, errors, retry_after}; status 0: no answer came
 * @returns {{title: string, next: string, errors: {path: string, code: string, text: string}[]}}
 */
export function problemWords(problem, lang, t) {
  const pick = (name) => (lang === 'en' ? problem[`${name}_en`] || problem[name] : problem[name] || problem[`${name}_en`]) || ''
  const known = [0, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503].indexOf(problem.status) >= 0
  const key = known ? `problem.${problem.status}` : 'problem.other'
  const args = { n: problem.retry_after || 5 }
  return {
    title: pick('title') || t(`${key}.title`, args),
    next: pick('next') || t(`${key}.next`, args),
    errors: (problem.errors || []).map((error) => ({ path: error.path || '', code: error.code, text: fieldSentence(error, lang, t) })),
  }
}

/** Will the same request, sent again, perhaps succeed? */
export function isPassing(problem) {
  return problem.status === 0 || problem.status === 429 || problem.status === 503 || problem.status === 502 || problem.status === 504
}
