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
  document.addEventListener('click', function (event) {
    if (root.hasAttribute('data-ready')) return
    var button = event.target.closest && event.target.closest('#app [data-testid]')
    if (button && button.tagName === 'BUTTON') root.setAttribute('data-tapped', button.getAttribute('data-testid'))
  })
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
