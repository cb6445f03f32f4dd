// English texts of the door to a word on the mediator. zh-feedback.js has the same keys.
export default {
  'feedback.title': 'A word on the mediator',
  'feedback.lead': "Only the court's manager of the roster reads it, neither the mediator nor the other side; your dispute goes on all the same.",
  'feedback.go': 'Say something',
}
