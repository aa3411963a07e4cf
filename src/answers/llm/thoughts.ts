const THOUGHTS = /<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/gi
/** Where the template wrote the beginning, only the end of the thoughts stands in the reply. */
const UP_TO_THEIR_END = /^[\s\S]*<\/think(?:ing)?>/i

/** What a model says, without what it thought aloud before. */
export function withoutThoughts(content: string): string {
  return content.replace(THOUGHTS, "").replace(UP_TO_THEIR_END, "")
}
