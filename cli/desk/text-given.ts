import { canAsk, readStdin } from "../ask.ts"
import { CommandFailure, EXIT } from "../failure.ts"

/** The desk's own limit on a request is below it. */
const MOST_BYTES = 1_000_000

/** What is to be said: as it was typed or, where that is `-` or nothing, from standard input. */
export async function textGiven(said: string | undefined): Promise<string> {
  if (said !== undefined && said !== "-") return said
  // A person at a terminal who forgot the text must not wait for what never comes.
  if (said === undefined && canAsk())
    throw new CommandFailure("What is to be said? Give the text, or - for standard input.", EXIT.usage)
  return (await readStdin(MOST_BYTES)).replace(/\s+$/, "")
}
