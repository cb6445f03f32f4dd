export function fieldId(path) {
  return `f-${String(path).replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`
}

/** Moves to the field of a path; to its nearest parent when it has no control of its own. */
export function focusField(path) {
  for (let at = path; at; at = at.replace(/(\.?[^.[\]]+|\[\d+\])$/, '')) {
    const box = document.getElementById(`${fieldId(at)}-box`)
    if (!box) continue
    for (let up = box.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') /** @type {HTMLDetailsElement} */ (up).open = true
    const control = /** @type {HTMLElement} */ (document.getElementById(fieldId(at)) || box.querySelector('input,select,textarea,button'))
    box.scrollIntoView({ block: 'center' })
    if (control) control.focus({ preventScroll: true })
    return true
  }
  return false
}
