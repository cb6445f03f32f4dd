export default {
  'share.title': 'Address and QR code',
  'share.lead': 'Whoever opens the address or scans the code signs in first; who takes no part sees nothing. It may be printed, to find the matter again.',
  'share.address': 'Address of this matter',
  'share.copy': 'Copy the address',
  'share.copied': 'Copied.',
  'share.not_copied': 'Please mark the address above and copy it.',
  'share.code': 'QR code of this matter\'s address',
  'print.foot': 'Printed {time}. The court\'s file counts.',
}
