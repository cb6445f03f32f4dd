import { i18n, t } from '../core/i18n.js'
import { problemWords } from '../core/problem.js'
import { toast } from './toasts.js'

/** A refusal in passing, with the way on. */
export function toastProblem(problem) {
  const words = problemWords(problem, i18n.language, t)
  toast([words.title, words.next].filter(Boolean).join(' '), 'red')
}
