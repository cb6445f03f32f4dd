export default {
  'outage.lead': '平台每分钟留下一次经签名的运行记录，何时中断由记录证明。期限在中断期间届满的，法院设定的期限自动顺延，法定期限可以申请顺延。',
  'outage.none': '没有中断记录。',
  'outage.proven': '中断',
  'outage.was_planned': '计划维护',
  'outage.announced': '预告的维护',
  'outage.clocks': '有{n}个期限在此期间届满。',
  'outage.statement': '下载证明文件',
  'outage.extended': '期限届满时平台中断，已按规则顺延。',
  'outage.application': '期限届满时平台中断，您可以申请顺延，由法院决定。',
  'outage.certified': '期限届满时平台中断，这一期限不因此延长。',
}
