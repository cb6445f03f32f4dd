export default {
  'outage.lead': 'The platform leaves a signed sign of life each minute; they prove when it was down. Of clocks that ended then, those a court sets are extended by rule; for a statutory period one may apply.',
  'outage.none': 'No outage is on record.',
  'outage.proven': 'Down',
  'outage.was_planned': 'Planned maintenance',
  'outage.announced': 'Announced maintenance',
  'outage.clocks': '{n} clocks ended in it.',
  'outage.statement': 'Download the statement',
  'outage.extended': 'The platform was down when it ended: extended by rule.',
  'outage.application': 'The platform was down when it ended: you may apply for an extension; the court decides.',
  'outage.certified': 'The platform was down when it ended; the period is not lengthened.',
}
