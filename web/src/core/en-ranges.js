// English texts of sealed ranges. zh-ranges.js has the same keys.
export default {
  'range.title': 'Sealed ranges',
  'range.lead_mediator': 'Each side tells the platform alone what it would settle for. Neither you nor the other side sees the sums, only whether both meet, or about how far apart they are. When the mediation ends the sums are erased.',
  'range.lead': 'You tell the platform alone what you would settle for. The other side and the mediator never see the sums, only whether both meet, or about how far apart they are. When the mediation ends the sums are erased.',
  'range.low': 'Lowest (yuan)',
  'range.high': 'Highest (yuan)',
  'range.send': 'Seal it',
  'range.once': 'Once a round; it cannot be changed and is not shown again.',
  'range.round': 'Round {n}',
  'range.open': 'Waiting for both',
  'range.gone': 'Sums erased',
  'range.waiting': 'You have entered; the other side has not. Once both have, you see the result at the same time.',
  'range.again': 'Another round is possible, {n} left. Both must enter again.',
  'range.band_overlap': 'They meet: a settlement is possible',
  'range.band_near': 'Close: less than a tenth of the amount in dispute',
  'range.band_apart': 'Apart: between a tenth and three tenths of it',
  'range.band_far': 'Far apart: more than three tenths of it',
}
