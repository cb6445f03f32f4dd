// English texts of a mediator's day. zh-today.js has the same keys.
export default {
  'today.title': "Today's people",
  'today.and': ', ',
  'today.call': 'Call',
  'today.note': 'Note',
  'today.next': 'Next step',
  'today.no_phone': '{name} gave no telephone number: please ask the court.',
  'today.note_label': 'Of a call or a visit',
  'today.note_hint': 'Read by you alone. What the parties should read is said in a room of the matter.',
  'today.save': 'Keep it',
  'today.noted': 'Kept among your notes.',
}
