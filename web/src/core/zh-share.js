// Chinese texts of sharing and printing. en-share.js has the same keys.
export default {
  'share.title': '网址和二维码',
  'share.lead': '打开网址或者扫码，都要先登录；不是参加人的，什么也看不到。可以印在纸上，方便下次查看。',
  'share.address': '这个事项的网址',
  'share.copy': '复制网址',
  'share.copied': '已复制。',
  'share.not_copied': '请长按上面的网址复制。',
  'share.code': '这个事项网址的二维码',
  'print.foot': '打印时间：{time}。以法院存档为准。',
}
