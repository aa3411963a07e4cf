import { beforeInjection } from "../verify/injection.ts"
import { type ParsedPassage, parsePassage } from "./units.ts"

/** At about 10 KB each. The same few passages answer most of what is asked. */
const MOST = 300
const parsed = new Map<string, ParsedPassage>()

/**
 * {@link parsePassage} without what speaks to a model: nobody reads an injected order as an answer. Remembered for the
 * passages used last; it takes half a millisecond or more. Do not change it.
 */
export function parsedPassage(markdown: string): ParsedPassage {
  const known = parsed.get(markdown)
  const passage = known ?? withoutInjections(parsePassage(markdown))
  // Put back at the end: the first one is always the one used longest ago.
  if (known) parsed.delete(markdown)
  else if (parsed.size >= MOST) parsed.delete(parsed.keys().next().value ?? "")
  parsed.set(markdown, passage)
  return passage
}

function withoutInjections({ blocks, definitions }: ParsedPassage): ParsedPassage {
  const kept = blocks.map((block) => ({ ...block, units: beforeInjection(block.units) }))
  return { blocks: kept.filter(({ units }) => units.length > 0), definitions }
}
