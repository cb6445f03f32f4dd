// Columns of the list of matters: all there are, those shown at first, and the choice this browser remembers.
import { recall } from '../core/session.js'

const NAME = 'fengqiao-columns'
export const COLUMNS = ['number', 'state', 'due', 'waits', 'amount', 'cause', 'court', 'opened', 'updated']
const USUAL = ['number', 'state', 'due', 'waits', 'amount', 'updated']

/** Of "number,state"; what is no column is left out; the usual ones when nothing is left. */
function columnsOf(text) {
  const wanted = String(text || '').split(',')
  const found = COLUMNS.filter((one) => wanted.indexOf(one) >= 0)
  return found.length ? found : USUAL
}
export const columnsKept = () => columnsOf(recall(NAME))
export function keepColumns(columns) {
  try {
    localStorage.setItem(NAME, columns.join(','))
  } catch (e) {
    /* private mode: the choice lasts for this page */
  }
}
