// Chinese texts of sealed ranges. en-ranges.js has the same keys.
export default {
  'range.title': '密封出价',
  'range.lead_mediator': '双方各自告诉平台愿意接受的范围，您和对方都看不到金额，只知道有没有交集、大致相差多少。调解结束，金额就销毁。',
  'range.lead': '您只告诉平台愿意接受的范围。对方和调解员看不到您的金额，只知道双方有没有交集、大致相差多少。调解结束，金额就销毁。',
  'range.low': '最低（元）',
  'range.high': '最高（元）',
  'range.send': '密封出价',
  'range.once': '每轮只能出一次，提交后不能修改，也不再显示。',
  'range.round': '第{n}轮',
  'range.open': '等双方都出价',
  'range.gone': '金额已销毁',
  'range.waiting': '您已出价，等对方出价。对方也出价以后，双方同时看到结果。',
  'range.again': '可以再出一轮，还剩{n}轮。双方都再出价，才有新的结果。',
  'range.band_overlap': '有交集，可以谈成',
  'range.band_near': '很接近：差距不到争议金额的一成',
  'range.band_apart': '有差距：争议金额的一成到三成',
  'range.band_far': '差距较大：超过争议金额的三成',
}
