import { fetchFile } from './api.js'

/** A picture as an address of its own, asked for as a paper is. */
export async function fetchPicture(path) {
  const bytes = await fetchFile(path)
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(`${reader.result}`)
    reader.onerror = reject
    reader.readAsDataURL(bytes)
  })
}
