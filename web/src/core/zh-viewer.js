// Chinese texts of papers beside a form. en-viewer.js has the same keys.
export default {
  'viewer.title': '查看材料',
  'viewer.which': '选择材料',
  'viewer.page': '第 {n} 页，共 {all} 页',
  'viewer.where': ' 第{n}页',
  'viewer.back': '上一页',
  'viewer.next': '下一页',
  'viewer.paper_back': '上一份材料',
  'viewer.paper_next': '下一份材料',
  'viewer.larger': '放大',
  'viewer.smaller': '缩小',
  'viewer.pick': '指出这一页的问题',
  'viewer.text': '查看文字',
  'viewer.text_hide': '收起文字',
  'viewer.failed': '这一页没有显示出来，请下载后查看。',
}
