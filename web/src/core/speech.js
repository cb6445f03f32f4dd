// Reading aloud by the browser's own voices. No voice for the language of the page, no button.
import { reactive } from 'vue'
import { i18n } from './i18n.js'

const CHUNK_MAX = 160 // some engines stop by themselves in long texts
export const speech = reactive({ voices: 0, speaking: false })
const synth = () => (typeof window === 'undefined' ? null : window.speechSynthesis)

function voiceFor(language) {
  const all = synth() ? synth().getVoices() : []
  return all.filter((one) => String(one.lang).toLowerCase().replace('_', '-').indexOf(language) === 0)[0] || null
}

/** Is there a voice for what is on screen? Asked anew when voices come, which they do late. */
export const canSpeak = () => speech.voices >= 0 && !!voiceFor(i18n.language)

export function watchVoices() {
  if (!synth()) return
  const count = () => { speech.voices = synth().getVoices().length }
  count()
  if (synth().addEventListener) synth().addEventListener('voiceschanged', count)
}

/** Sentences, none longer than an engine bears. Pure. */
export function sentences(text) {
  const out = []
  for (const one of (text.match(/[^。！？；\n]+[。！？；]?/g) || []).map((part) => part.trim()).filter(Boolean)) {
    for (let at = 0; at < one.length; at += CHUNK_MAX) out.push(one.slice(at, at + CHUNK_MAX))
  }
  return out
}

export function stopSpeaking() {
  if (synth()) synth().cancel()
  speech.speaking = false
}

export function speak(text) {
  stopSpeaking()
  const parts = sentences(text)
  const voice = voiceFor(i18n.language)
  if (!voice || !parts.length) return
  speech.speaking = true
  parts.forEach((part, index) => {
    const said = new window.SpeechSynthesisUtterance(part)
    said.voice = voice
    said.lang = voice.lang
    said.rate = 0.9
    if (index === parts.length - 1) said.onend = () => { speech.speaking = false }
    synth().speak(said)
  })
}
