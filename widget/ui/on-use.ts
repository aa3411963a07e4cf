/** Of the content of all parts; the build fills it in. */
declare const CHAT_PARTS_HASH: string

/** Loads what few visitors use: `parts/NAME.ts` and `lang/NAME.ts`, each built as a file beside chat-ui.js. */
export async function loadPart<T>(name: string): Promise<T> {
  return (await import(new URL(`${name}.js?v=${CHAT_PARTS_HASH}`, import.meta.url).href)) as T
}
