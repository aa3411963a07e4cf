import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { mkdir, rm, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { z } from "zod"
import type { Written } from "../state/effect.ts"
import type { Outgoing } from "../state/state.ts"
import type { Draft } from "../state/update.ts"

const outgoingSchema = z.object({
  clientId: z.string(),
  conversation: z.number(),
  kind: z.enum(["message", "note"]),
  text: z.string(),
  source: z.object({ title: z.string(), url: z.string().optional() }).optional(),
  at: z.number(),
  failed: z.string().optional(),
})

const fileSchema = z.object({
  drafts: z.array(
    z.object({ conversation: z.number(), kind: z.enum(["message", "note"]), text: z.string() }),
  ),
  outbox: z.array(outgoingSchema),
})

export type Kept = { drafts: Draft[]; outbox: Outgoing[] }

function draftOf({ chars, ...about }: Written): Draft {
  return { ...about, text: chars.join("") }
}

type Environment = Readonly<Record<string, string | undefined>>

/** `~/.local/state/chatd/drafts/`, or where XDG_STATE_HOME says; a file for each account of each server. */
export function draftsFile(account: string, environment: Environment = process.env): string {
  const configured = environment.XDG_STATE_HOME
  const base = configured?.startsWith("/")
    ? configured
    : join(environment.HOME || homedir(), ".local", "state")
  const name = new Bun.CryptoHasher("sha256").update(account).digest("hex").slice(0, 24)
  return join(base, "chatd", "drafts", `${name}.json`)
}

const WAIT_MS = 300

/** Keeps what is written and not yet stored on this machine's disk, so that a crash takes a third of a second's typing at most. */
export class DraftFile {
  #path: string
  /** What was written here, nothing where it was sent or taken out: another console may have the others. */
  #drafts = new Map<number, Written>()
  #outbox: readonly Outgoing[] = []
  /** Names of all that was ever ours to send. */
  #sent = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #writing: Promise<void> = Promise.resolve()
  #version = 0
  #onFault: (fault: unknown) => void
  #isFaulty = false

  /** @param onFault told once when nothing can be kept any more, and with undefined when it can again */
  constructor(path: string, onFault: (fault: unknown) => void) {
    this.#path = path
    this.#onFault = onFault
  }

  /** What was left the last time; a file that cannot be read is nothing. */
  read(): Kept {
    let kept: Kept = { drafts: [], outbox: [] }
    try {
      kept = this.#stored() ?? kept
    } catch (fault) {
      this.#failed(fault)
    }
    this.#setOutbox(kept.outbox)
    return kept
  }

  /** What is there and says nothing is put aside, not overwritten. */
  #stored(): Kept | undefined {
    if (!existsSync(this.#path)) return undefined
    const text = readFileSync(this.#path, "utf8")
    try {
      return fileSchema.parse(JSON.parse(text)) as Kept
    } catch {
      renameSync(this.#path, `${this.#path}.damaged`)
      return undefined
    }
  }

  keep(written: Written): void {
    this.#drafts.set(written.conversation, written)
    this.#soon()
  }

  /** What was sent and is not stored is written at once: the agent believes it gone. */
  keepOutbox(outbox: readonly Outgoing[]): void {
    if (outbox === this.#outbox) return
    this.#setOutbox(outbox)
    this.flush()
  }

  #setOutbox(outbox: readonly Outgoing[]): void {
    this.#outbox = outbox
    for (const { clientId } of outbox) this.#sent.add(clientId)
  }

  /** At once; while one types, it is written beside the typing instead. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#version++
    try {
      this.#writeNow(this.#text())
      this.#worked()
    } catch (fault) {
      this.#failed(fault)
    }
  }

  #writeNow(text: string | undefined): void {
    if (text === undefined) {
      rmSync(this.#path, { force: true })
      return
    }
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
    const fresh = `${this.#path}.${process.pid}`
    writeFileSync(fresh, text, { mode: 0o600 })
    renameSync(fresh, this.#path)
  }

  #worked(): void {
    if (this.#isFaulty) this.#onFault(undefined)
    this.#isFaulty = false
  }

  #failed(fault: unknown): void {
    if (!this.#isFaulty) this.#onFault(fault)
    this.#isFaulty = true
  }

  /** What is there by now and what is ours; undefined where nothing is to be kept. */
  #text(): string | undefined {
    const there = this.#stored() ?? { drafts: [], outbox: [] }
    const kept: Kept = {
      drafts: [
        ...there.drafts.filter(({ conversation }) => !this.#drafts.has(conversation)),
        ...[...this.#drafts.values()].map(draftOf).filter(({ text }) => text.trim() !== ""),
      ],
      outbox: [...there.outbox.filter(({ clientId }) => !this.#sent.has(clientId)), ...this.#outbox],
    }
    return kept.drafts.length || kept.outbox.length ? `${JSON.stringify(kept)}\n` : undefined
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#writing = this.#writing
        .then(() => this.#write())
        .then(
          () => this.#worked(),
          (fault) => this.#failed(fault),
        )
    }, WAIT_MS)
  }

  async #write(): Promise<void> {
    this.#timer = undefined
    const version = ++this.#version
    const text = this.#text()
    if (text === undefined) return rm(this.#path, { force: true })
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    const fresh = `${this.#path}.${process.pid}.later`
    await writeFile(fresh, text, { mode: 0o600 })
    // What was written at once meanwhile is newer.
    if (version === this.#version) renameSync(fresh, this.#path)
    else await rm(fresh, { force: true })
  }
}
