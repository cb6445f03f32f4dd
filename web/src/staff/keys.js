// Keys of the workbench. One letter does something only while nobody types and no dialog is open; whoever wants none of it
// switches them off (WCAG 2.1.4), and this browser remembers that. What a page can do by a key is listed by "?".
import { onBeforeUnmount, reactive } from 'vue'
import { recall } from '../core/session.js'

const NAME = 'fengqiao-keys'
const SECOND_MS = 1200 // for the second key of two

export const keys = reactive({ on: recall(NAME) !== 'off', shown: false, all: [] }) // all: [{press: 'g t', text, act}], the last of a press counts

export function switchKeys(on) {
  keys.on = on
  try {
    localStorage.setItem(NAME, on ? 'on' : 'off')
  } catch (e) {
    /* private mode: the choice lasts for this page */
  }
}

let first = ''
let firstAt = 0

const types = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button)$/.test(/** @type {HTMLInputElement} */ (target).type))

function find(press) {
  return keys.all.filter((one) => one.press === press).pop()
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return
  if (types(event.target) || document.querySelector('dialog[open]')) return
  if (!keys.on) return // "?" too: the list opens by its button
  if (event.key === '?') {
    event.preventDefault()
    keys.shown = true
    return
  }
  if (event.key.length !== 1 && event.key !== 'Escape') return
  const two = first && event.timeStamp - firstAt < SECOND_MS ? `${first} ${event.key}` : ''
  first = ''
  const found = (two && find(two)) || find(event.key)
  if (found) {
    event.preventDefault()
    found.act(event)
  } else if (keys.all.some((one) => one.press.indexOf(`${event.key} `) === 0)) {
    first = event.key
    firstAt = event.timeStamp
  }
}

let begun = false
/** While the component is on screen these keys work: [{press, text: key of a text, act, args?}], or a function that gives them. */
export function useKeys(list) {
  if (!begun) document.addEventListener('keydown', pressed)
  begun = true
  let mine = list
  keys.all.push(...mine)
  const drop = () => { for (const one of mine) keys.all.splice(keys.all.findIndex((other) => other.press === one.press && other.text === one.text), 1) }
  onBeforeUnmount(drop)
  /** Others instead, when what the page can do has changed. */
  return (others) => {
    drop()
    mine = others
    keys.all.push(...mine)
  }
}

/** Moves the focus to the next (or the one before) of what `selector` finds; to the first when none of them has it. */
export function step(selector, by) {
  const all = Array.from(document.querySelectorAll(selector))
  if (!all.length) return
  const at = all.findIndex((one) => one === document.activeElement || one.contains(document.activeElement))
  const next = /** @type {HTMLElement} */ (all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))])
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}
