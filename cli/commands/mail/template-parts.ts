import { readFileSync } from "node:fs"
import type { Command } from "commander"
import { CommandFailure, EXIT } from "../../failure.ts"

/** A mail's parts, as they are given on the command line. */
export interface TemplateFlags {
  subject?: string
  textFile?: string
  htmlFile?: string
}

export function withPartFlags(command: Command): Command {
  return command
    .option("--subject <text>", "the subject, with placeholders such as {{ticket}}")
    .option("--text-file <file>", "the text, a paragraph between empty lines; - reads standard input")
    .option("--html-file <file>", "the HTML, instead of what is made of the text; - reads standard input")
}

/** The parts that are given; an empty one is put back. */
export async function partsIn({ subject, textFile, htmlFile }: TemplateFlags) {
  if (textFile === "-" && htmlFile === "-")
    throw new CommandFailure("Standard input can be the text or the HTML, not both.", EXIT.usage)
  return {
    ...(subject !== undefined && { subject: subject === "" ? null : subject }),
    ...(textFile !== undefined && { text: await contentOf(textFile) }),
    ...(htmlFile !== undefined && { html: await contentOf(htmlFile) }),
  }
}

async function contentOf(file: string): Promise<string> {
  if (file === "-") return (await Bun.stdin.text()).trimEnd()
  try {
    return readFileSync(file, "utf8").trimEnd()
  } catch (error) {
    throw new CommandFailure(`${file} cannot be read: ${(error as Error).message}`)
  }
}
