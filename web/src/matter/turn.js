// Whose turn it is on a matter, and by which day: one sentence, from what the server says.
import { dueDay } from '../core/format.js'
import { say, t } from '../core/i18n.js'

export function turnOf(matter, mine) {
  const day = matter.due ? dueDay(matter.due) : ''
  const who = say(matter, 'waits_for_title')
  if (matter.final) return ''
  if (mine) return day ? t('status.yours_by', { day }) : t('status.yours')
  if (!who) return ''
  return day ? t('status.waits_by', { who, day }) : t('status.waits_for', { who })
}
