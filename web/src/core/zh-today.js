// Chinese texts of a mediator's day. en-today.js has the same keys.
export default {
  'today.title': '今天要联系的人',
  'today.and': '、',
  'today.call': '打电话',
  'today.note': '记一笔',
  'today.next': '下一步',
  'today.no_phone': '{name}没有登记电话，请联系法院窗口。',
  'today.note_label': '通话或者上门记录',
  'today.note_hint': '只有您自己看得到。要让当事人看到的，请在事项里的会谈中说。',
  'today.save': '记下来',
  'today.noted': '已记下来，在“我的笔记”里。',
}
