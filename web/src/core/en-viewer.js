// English texts of papers beside a form. zh-viewer.js has the same keys.
export default {
  'viewer.title': 'Papers',
  'viewer.which': 'Choose a paper',
  'viewer.page': 'Page {n} of {all}',
  'viewer.where': ' p. {n}',
  'viewer.back': 'Page before',
  'viewer.next': 'Next page',
  'viewer.paper_back': 'Paper before',
  'viewer.paper_next': 'Next paper',
  'viewer.larger': 'Larger',
  'viewer.smaller': 'Smaller',
  'viewer.pick': 'Something is wrong on this page',
  'viewer.text': 'Show its text',
  'viewer.text_hide': 'Hide its text',
  'viewer.failed': 'This page could not be shown. Download the paper to read it.',
}
