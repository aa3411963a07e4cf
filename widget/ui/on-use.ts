/** File names of the parts with their hashes, by part; the build fills it in. */
declare const CHAT_PARTS: Readonly<Record<string, string>>

/** Loads what few visitors use: `parts/NAME.ts`, built as a file of its own beside chat-ui.js. */
export async function loadPart<T>(name: string): Promise<T> {
  const file = CHAT_PARTS[name]
  if (file === undefined) throw new Error(`there is no part ${name}`)
  return (await import(new URL(file, import.meta.url).href)) as T
}
