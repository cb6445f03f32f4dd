// Live changes: one stream of events a browser, shared by its tabs (HTTP/1.1 allows six connections to a host). The tab that
// holds the lock listens for all of them and passes on what it hears; an event says that something changed, never what.
import { onBeforeUnmount, watch } from 'vue'
import { session } from './session.js'

const NAME = 'fengqiao-live'
const MATTERS_MAX = 20
const KNOWN_MS = 150000 // a tab that says nothing for so long is gone
const AGAIN_MS = 60000 // after a refusal: the browser itself comes again only after a broken line

const me = Math.random().toString(36).slice(2)
const wanted = [] // {topic, tell}: of this tab
const others = {} // tab -> {topics, at}
const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(NAME) : null
let leads = false
let begun = false
let source = null
let opened = ''
let last = ''

const own = () => (session.account && !session.acting ? wanted.map((one) => one.topic) : [])
const post = (message) => channel && channel.postMessage({ ...message, tab: me })
const announce = () => post({ kind: 'topics', topics: own() })

/** What all tabs want: the newest matters, when there are too many. */
function topics() {
  const now = Date.now()
  let all = own()
  for (const tab of Object.keys(others)) {
    if (now - others[tab].at > KNOWN_MS) delete others[tab]
    else all = all.concat(others[tab].topics)
  }
  const once = all.filter((topic, index) => all.indexOf(topic) === index)
  const matters = once.filter((topic) => topic.indexOf('matter:') === 0).slice(-MATTERS_MAX)
  return once.filter((topic) => topic.indexOf('matter:') !== 0).concat(matters).sort().join(',')
}

function deliver(said) {
  for (const one of wanted.slice()) if (one.topic === said.topic) one.tell(said)
}

function close() {
  if (source) source.close()
  source = null
  opened = ''
}

function open() {
  if (!leads) return
  const wants = topics()
  if (wants === opened) return
  close()
  if (!wants) return
  opened = wants
  const mine = new EventSource(`/api/v1/live?topics=${encodeURIComponent(wants)}${last ? `&last=${last}` : ''}`)
  source = mine
  mine.addEventListener('changed', (event) => {
    last = event.lastEventId
    const said = JSON.parse(event.data)
    deliver(said)
    post({ kind: 'changed', said, last })
  })
  mine.addEventListener('error', () => {
    if (mine.readyState !== EventSource.CLOSED || mine !== source) return
    close()
    setTimeout(open, AGAIN_MS)
  })
}

function lead() {
  leads = true
  post({ kind: 'who' })
  open()
  setInterval(() => post({ kind: 'who' }), KNOWN_MS / 3)
}

function begin() {
  if (begun || typeof EventSource !== 'function') return
  begun = true
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.kind === 'who') announce()
      else if (data.kind === 'topics') others[data.tab] = { topics: data.topics, at: Date.now() }
      else if (data.kind === 'changed' && !leads) {
        last = data.last
        deliver(data.said)
      }
      if (data.kind === 'topics') open()
    }
    addEventListener('pagehide', () => post({ kind: 'topics', topics: [] }))
  }
  // Without locks each tab listens for itself.
  if (channel && navigator.locks) navigator.locks.request(NAME, () => new Promise(lead))
  else lead()
  watch(() => [session.account && session.account.id, session.acting], changed)
}

function changed() {
  announce()
  open()
}

/** While the component is on screen `tell({topic, version})` is called when the topic changed. */
export function useLive(topic, tell) {
  const one = { topic, tell }
  wanted.push(one)
  begin()
  changed()
  onBeforeUnmount(() => {
    wanted.splice(wanted.indexOf(one), 1)
    changed()
  })
}
