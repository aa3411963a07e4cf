/** Of the content of all parts; the build fills it in. */
declare const CHAT_PARTS_HASH: string

/** Times that a part could not be loaded: some browsers remember that, by its URL. */
let failures = 0

/** Loads what few visitors use: `parts/NAME` and `lang/NAME`, each built as a file beside chat-ui.js. */
export async function loadPart<T>(name: string): Promise<T> {
  const again = failures ? `&again=${failures}` : ""
  try {
    return (await import(new URL(`${name}.js?v=${CHAT_PARTS_HASH}${again}`, import.meta.url).href)) as T
  } catch (error) {
    failures++
    throw error
  }
}
