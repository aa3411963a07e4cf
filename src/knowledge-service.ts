import { basename, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type Embedder, EmbedderAway } from "../kb/embedder.ts"
import type { Config } from "./config/schema.ts"
import { ChatdError } from "./core/errors.ts"
import { openConfiguredEmbedder } from "./embeddings.ts"
import { Embedders } from "./knowledge/embedders.ts"
import { Knowledge } from "./knowledge/knowledge.ts"
import { followModelChange } from "./knowledge/model-change.ts"
import type { Logger } from "./log.ts"
import { BUNDLED_MODEL_ID, openBundledEmbedder } from "./native/bundled-embedder.ts"
import { onceThere } from "./once-there.ts"
import { seldom } from "./seldom.ts"
import type { Database } from "./storage/database.ts"
import { allBases } from "./storage/repositories/knowledge-bases.ts"
import { watchRevisions } from "./storage/revision-watch.ts"
import { storedKnowledge } from "./storage/stored-knowledge.ts"

/** Learning takes a second for a thousand articles, and minutes for a hundred thousand chunks. */
const LEARN_FIRST = 1_000

/** Until an endpoint that was away at the start is asked again: it was asked several times already. */
const AWAY_MS = 5_000
/** One that says nothing at all is given up only after minutes. */
const START_WITHOUT_MS = 10_000
/** What is broken is met at each look. */
const TOLD_AGAIN_MS = 60_000

/** The knowledge bases as they are stored now, and the model that they are searched with. */
export function startKnowledge(config: Config, { db }: Database, log: Logger) {
  const store = storedKnowledge(db)
  const knowledge = new Knowledge(store, LEARN_FIRST)
  const telling = seldom(TOLD_AGAIN_MS)
  const watch = watchRevisions(
    db,
    () => knowledge.refresh(),
    (err) => {
      // While the database is away or locked others say so.
      const isAway = (err instanceof AggregateError ? err.errors : [err]).every(isUnavailable)
      const told = isAway ? undefined : telling(String(err))
      if (told) log.error({ err, ...told }, "what was changed in a knowledge base is not answered from")
    },
  )
  const loading = Promise.withResolvers<void>()
  // Whoever waits for it hears of a failure; so does whoever loads it.
  loading.promise.catch(() => {})
  /** What callers are told while the model's endpoint has not answered yet. */
  let away: ChatdError | undefined
  let opened: Embedders | undefined
  const stopping = new AbortController()
  let changing = Promise.resolve()

  async function use(embedder: Embedder): Promise<void> {
    const bases = await onceThere(log, () => allBases(db))
    const embedders = new Embedders(toldWhenAway(embedder))
    // What was embedded with the bundled model goes on serving with it while another takes over.
    const isBundled = embedder.id === BUNDLED_MODEL_ID
    if (!isBundled && bases.some(({ modelId }) => modelId === BUNDLED_MODEL_ID))
      embedders.add(await openBundledEmbedder())
    // Earlier versions had the name of a model's folder alone.
    const { model: folder, base_url } = config.embeddings
    if (!isBundled && !base_url) embedders.addFormerId(basename(resolve(folder)))
    opened = embedders
    loading.resolve()
    const inMemory = () => knowledge.refresh()
    changing = followModelChange(store, bases, embedders, log, stopping.signal, inMemory).catch((error) =>
      log.error({ err: error }, "the knowledge base cannot be embedded anew"),
    )
  }

  async function useOnceThere(first: Promise<Embedder>): Promise<void> {
    const { signal } = stopping
    let said = ""
    // None is opened for who stops: nobody would hear that it failed.
    for (
      let opening: Promise<Embedder> | undefined = first;
      !opened && !signal.aborted;
      opening = undefined
    ) {
      try {
        const embedder = await (opening ?? openConfiguredEmbedder(config))
        if (!signal.aborted) await use(embedder)
      } catch (cause) {
        away = modelAway(cause)
        // It answers, and with what no waiting mends, as with a key that is not valid.
        const why = isUnavailable(cause) ? "" : String(cause)
        if (why && why !== said) log.error({ err: cause }, "no question is answered until this is mended")
        said = why
        await sleep(AWAY_MS, undefined, { signal }).catch(() => {})
      }
    }
  }

  return {
    knowledge,
    /**
     * Resolves when the model is loaded.
     *
     * @throws {ChatdError} `unavailable` where its endpoint has not answered so far
     */
    embedders: async (): Promise<Embedders> => {
      await loading.promise
      if (!opened) throw away
      return opened
    },
    /**
     * Loads the model, and has what was embedded with another one embedded anew meanwhile. An endpoint that is away is asked
     * until it answers, and nobody waits for it: all but answers is there without it.
     *
     * @param embedder the configured one, where it is open already
     * @param whenLate called once questions can be answered that could not be at first
     * @returns whether they can
     */
    async load(embedder: Embedder | undefined, whenLate: () => Promise<void>): Promise<boolean> {
      const { base_url } = config.embeddings
      const opening = embedder ? Promise.resolve(embedder) : openConfiguredEmbedder(config)
      try {
        await use(await (base_url ? unlessSilent(opening) : opening))
        return true
      } catch (error) {
        if (!base_url || !isUnavailable(error)) {
          loading.reject(error)
          throw error
        }
        away = modelAway(error)
        // Who waits already is to wait no longer: it may be away for hours.
        loading.resolve()
        log.error({ err: error }, "no question is answered until the embedding endpoint answers")
        useOnceThere(opening)
          .then(() => opened && whenLate())
          .catch((err) => log.error({ err }, "questions that had no answer were not taken up"))
        return false
      }
    },
    /** Follows no more changes; questions are still answered. */
    async stop(): Promise<void> {
      watch.stop()
      stopping.abort()
      await changing
    },
    /** Only after `load`. */
    async close(): Promise<void> {
      await opened?.close()
    },
  }
}

/** Whoever asks something while the endpoint is away hears that it is, and of no fault of ours. */
function toldWhenAway({ former, ...embedder }: Embedder): Embedder {
  return {
    ...embedder,
    ...(former && { former: toldWhenAway(former) }),
    embed: (texts, role) =>
      embedder.embed(texts, role).catch((error) => {
        throw role === "query" && error instanceof EmbedderAway ? modelAway(error) : error
      }),
  }
}

/** @throws {ChatdError} `unavailable` where it takes too long to be waited for */
async function unlessSilent(opening: Promise<Embedder>): Promise<Embedder> {
  const settled = new AbortController()
  const silent = sleep(START_WITHOUT_MS, undefined, { signal: settled.signal }).then(() => {
    throw new ChatdError("unavailable", "The embedding endpoint has not answered yet.")
  })
  try {
    return await Promise.race([opening, silent])
  } finally {
    settled.abort()
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof ChatdError && error.code === "unavailable"
}

/** Said to anybody: where the endpoint is stands in the log alone. */
function modelAway(cause: unknown): ChatdError {
  return new ChatdError("unavailable", "The embedding model does not answer just now. Please try again.", {
    cause,
  })
}
