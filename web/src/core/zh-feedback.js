// Chinese texts of the door to a word on the mediator. en-feedback.js has the same keys.
export default {
  'feedback.title': '评价或者投诉调解员',
  'feedback.lead': '只交给法院的名册管理员，调解员和对方看不到，也不影响这件纠纷的办理。',
  'feedback.go': '我要说一说',
}
