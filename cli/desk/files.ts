import { mkdirSync, writeFileSync } from "node:fs"
import { basename, extname, join } from "node:path"
import type { DeskFile } from "../../src/api/desk/protocol.ts"
import { CommandFailure } from "../failure.ts"
import { printJson, printTable } from "../print.ts"
import { safeLine } from "../terminal-text.ts"
import { localTime } from "../times.ts"
import type { DeskClient } from "./client.ts"
import { sizeWords } from "./file-words.ts"
import type { DeskFlags } from "./reach.ts"

/** A file, and what it came with. */
export interface FoundFile extends DeskFile {
  at: string
  from: string
}

export interface FilesFlags extends DeskFlags {
  save?: string
}

/** Lists files that came by mail, or saves them all into a folder. */
export async function listOrSave(
  desk: DeskClient,
  files: readonly FoundFile[],
  flags: FilesFlags,
): Promise<void> {
  if (flags.save !== undefined) await saveAll(desk, files, flags.save, flags.json === true)
  else if (flags.json) for (const file of files) printJson(file)
  else if (files.length === 0) console.log("No files came with it.")
  else
    printTable(
      ["name", "size", "type", "from", "at"],
      files.map(({ name, size, type, from, at }) => [name, sizeWords(size), type, from, localTime(at)]),
      { cut: ["name", "from"] },
    )
}

async function saveAll(
  desk: DeskClient,
  files: readonly FoundFile[],
  folder: string,
  json: boolean,
): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new CommandFailure(`${folder} cannot be made: ${(error as Error).message}`)
  }
  for (const file of files) {
    const content = await desk.bytes(`/attachments/${encodeURIComponent(file.id)}`)
    const path = savedAs(folder, file.name, content)
    if (json) printJson({ ...file, path })
    else console.log(`${safeLine(path)}  ${sizeWords(content.byteLength)}`)
  }
  if (files.length === 0 && !json) console.log("No files came with it.")
}

const MOST_NAMES = 1_000

/** Writes beside what is there: nothing is overwritten, and nobody's name leads out of the folder. */
function savedAs(folder: string, given: string, content: Uint8Array): string {
  const name = safeLine(basename(given.replaceAll("\\", "/"))).replace(/^\.+/, "") || "file"
  const ending = extname(name)
  const stem = name.slice(0, name.length - ending.length)
  for (let number = 1; number <= MOST_NAMES; number++) {
    const path = join(folder, number === 1 ? name : `${stem} (${number})${ending}`)
    try {
      writeFileSync(path, content, { flag: "wx", mode: 0o600 })
      return path
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== "EEXIST") throw new CommandFailure(`${path} cannot be written: ${message}`)
    }
  }
  throw new CommandFailure(`${folder} has ${MOST_NAMES} files called ${name}.`)
}
