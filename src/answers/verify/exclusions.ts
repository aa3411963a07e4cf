import type { Block } from "../extract/units.ts"
import { isNegated } from "./negation.ts"

/** What begins a list of what is not; "I cannot sign in" begins one of what to do, "Why it may not work" one of reasons. */
const OF_THINGS =
  /^(?:what|which|items?|things|products|goods|services|we|not|no|never|these|those|the following)\b(?!.*\b(?:if|when|why|how|to do)\b)/i
const REASON = /^(?:for|because|due|since|as|if|once|unless|except)\b/i
const BETWEEN_ITEMS = /,\s|\s(?:and|or)\s/i

/**
 * What a list says of its items where that is a no: its heading, or the sentence before it that announces it.
 *
 * @param heading of the list's section
 */
export function denialOf(block: Block, before: Block | undefined, heading: string): string | undefined {
  if (block.kind !== "list" || block.start !== undefined) return undefined
  const last = before?.kind === "paragraph" ? (before.units.at(-1)?.plain.trim() ?? "") : ""
  const said = (last.endsWith(":") ? last : block.heading || heading).replace(/[:?]\s*$/, "")
  return OF_THINGS.test(said) && isNegated(said, "en") ? said : undefined
}

/** Each thing of an item, with what is said of it; a reason is none. */
export function deniedThings(item: string, denial: string): string[] {
  return item.split(BETWEEN_ITEMS).map((thing) => (REASON.test(thing) ? thing : `${denial} ${thing}`))
}
