import type { Command } from "commander"
import type { Embedder } from "../../../kb/embedder.ts"
import type { Config } from "../../../src/config/schema.ts"
import type { Partner } from "../../../src/core/partner.ts"
import { openConfiguredEmbedder } from "../../../src/embeddings.ts"
import { Knowledge } from "../../../src/knowledge/knowledge.ts"
import type { LoadedBase } from "../../../src/knowledge/loaded-base.ts"
import type { Database } from "../../../src/storage/database.ts"
import { storedKnowledge } from "../../../src/storage/stored-knowledge.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { configOf } from "../../settings.ts"

export interface BaseFlags {
  partner?: string
  kb?: string
  json?: boolean
}

/** The flags that every `kb` command takes. */
export function withBaseFlags(command: Command): Command {
  return command
    .option("--partner <id>", "whose knowledge base (default: the only partner)")
    .option("--kb <name>", "which knowledge base")
    .option("--json", "for scripts")
}

export interface OpenKnowledge {
  config: Config
  database: Database
  partner: Partner
  embedder: Embedder
  /** The model of a knowledge base, if it is at hand. */
  embedderOf(modelId: string): Embedder | undefined
  bases: LoadedBase[]
}

/** Loads the knowledge bases that a command is about, and the model, for as long as `use` takes. */
export async function withKnowledge<T>(
  self: Command,
  flags: BaseFlags,
  use: (open: OpenKnowledge) => Promise<T>,
): Promise<T> {
  const config = configOf(self)
  return withDatabase(config, async (database) => {
    const partner = await choosePartner(database.db, config, flags.partner)
    const embedder = await openConfiguredEmbedder(config)
    try {
      const all = await new Knowledge(storedKnowledge(database.db)).of(partner.id)
      const bases = flags.kb === undefined ? all : all.filter((base) => base.stored.name === flags.kb)
      if (bases.length === 0) throw noBase(flags.kb)
      const [stale] = bases.filter((base) => base.stored.modelId && base.stored.modelId !== embedder.id)
      if (stale) throw otherModel(stale.stored.name, stale.stored.modelId ?? "", embedder.id)
      return await use({ config, database, partner, embedder, embedderOf: () => embedder, bases })
    } finally {
      await embedder.close()
    }
  })
}

function otherModel(name: string, modelId: string, configured: string): CommandFailure {
  return new CommandFailure(
    `Knowledge base ${name} is embedded with ${modelId}, and the configuration says ${configured}. Run \`chatd serve\` or \`chatd kb ingest\`: it is embedded anew.`,
  )
}

/** @param name the one that was asked for; none where there is none at all */
export function noBase(name: string | undefined): CommandFailure {
  return new CommandFailure(
    name !== undefined
      ? `There is no knowledge base ${name === "" ? "without a name" : name}; \`chatd kb list\` shows them.`
      : "There is no knowledge base yet. Read something in: chatd kb ingest ./docs",
    name === undefined ? EXIT.no : EXIT.notFound,
  )
}

/**
 * The one knowledge base of a command that measures or tunes.
 *
 * @throws {CommandFailure} where there are several and none is named
 */
export function onlyBase(bases: readonly LoadedBase[]): LoadedBase {
  const [base] = bases
  if (base && bases.length === 1) return base
  throw new CommandFailure(
    `Which knowledge base? Say it with --kb: ${bases.map((one) => one.stored.name).join(", ")}`,
  )
}
