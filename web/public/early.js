// Before anything is drawn: large text where it was chosen, and no first screen that is not this person's. The page's own scripts
// begin a moment after that screen has been painted, so that a first tap finds nobody at work; what is tapped until they are ready is kept for them. Small and plain: everything waits for it.
(function () {
  var root = document.documentElement
  var mode = ''
  try {
    mode = localStorage.getItem('mode')
    if (localStorage.getItem('language') === 'en' || localStorage.getItem('known')) root.setAttribute('data-first', 'other')
  } catch (e) { /* nothing is kept here */ }
  if (mode === 'elder' || mode === 'contrast') root.setAttribute('data-mode', mode)
  var tapped = ''
  var note = function (event) {
    var button = event.target.closest && event.target.closest('#app [data-testid]')
    if (button && button.tagName === 'BUTTON') tapped = button.getAttribute('data-testid')
  }
  document.addEventListener('click', note)
  // The page says so itself when it has drawn (Vue marks what it is mounted on).
  new MutationObserver(function (seen, watcher) {
    watcher.disconnect()
    document.removeEventListener('click', note)
    root.removeAttribute('data-first')
    var button = tapped && document.querySelector('[data-testid="' + tapped + '"]')
    if (button) button.click()
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-v-app'] })
  document.addEventListener('DOMContentLoaded', function () {
    var late = document.querySelector('link[data-late]')
    if (!late) return
    var begin = function () {
      var script = document.createElement('script')
      script.type = 'module'
      script.crossOrigin = 'anonymous'
      script.src = late.href
      document.head.appendChild(script)
    }
    requestAnimationFrame(function () { requestAnimationFrame(function () { setTimeout(begin, 300) }) })
  })
})()
