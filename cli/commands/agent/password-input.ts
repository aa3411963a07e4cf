import { readStdin } from "../../ask.ts"

const MOST_BYTES = 4_096

/** What was piped in, without the line's end. */
export async function passwordFromStdin(): Promise<string> {
  return (await readStdin(MOST_BYTES)).replace(/\r?\n$/, "")
}
