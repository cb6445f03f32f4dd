// Whether something came since the page of messages was last looked at.
import { ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useLive } from './live.js'

/** @returns {import('vue').Ref<boolean>} */
export function useNews() {
  const route = useRoute()
  const news = ref(false)
  useLive('messages', () => { news.value = route.name !== 'messages' })
  watch(() => route.name, (name) => { if (name === 'messages') news.value = false })
  return news
}
