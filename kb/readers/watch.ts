import { realpath } from "node:fs/promises"
import { basename } from "node:path"
import { type FSWatcher, watch } from "chokidar"
import { isReadable } from "./extensions.ts"
import { isVisible, stateOfFolder } from "./folder.ts"

/** That the folder, as `findSources` finds it, is another; that there is none any more; or why not all of it is watched. */
export type FolderNews = "changed" | "gone" | { unwatched: string }

/** News as they come, until it is closed. Changes that wait to be taken are one. */
export interface FolderWatch extends AsyncIterable<FolderNews> {
  /** Resolves when the folder has been looked through, and changes from then on are seen. */
  ready: Promise<void>
  /** For who could not take a change: it is told once more. */
  again(): void
  close(): Promise<void>
}

export interface WatchOptions {
  /** How long a file must keep its size before its change is told, in milliseconds. Default 500. */
  stableMs?: number
  /** How long after news, or after the last look, the folder is looked through without any, in milliseconds. Default 30,000. */
  lookMs?: number
}

/**
 * Watches the readable files of a folder, or a single file. What the system tells is not all: nothing of folders on other
 * machines, nor of one that another has been put in the place of. So the folder is looked through from time to time.
 */
export function watchFolder(
  root: string,
  { stableMs = 500, lookMs = 30_000 }: WatchOptions = {},
): FolderWatch {
  const closing = Promise.withResolvers<void>()
  let closed = false
  let watcher: FSWatcher | undefined
  let isTold = false
  let wake: (() => void) | undefined
  /** Codes of what keeps something from being watched, and those of them that are to be told yet. */
  const unwatched = new Set<string>()
  const untold: string[] = []

  const begin = async (): Promise<void> => {
    await watcher?.close()
    // The watcher would watch a link, and not what it leads to.
    const real = await realpath(root).catch(() => root)
    if (closed) return
    watcher = watch(real, {
      ignored: (path) => path !== real && !isVisible(basename(path)),
      ignoreInitial: true,
      followSymlinks: false,
      awaitWriteFinish: {
        stabilityThreshold: stableMs,
        pollInterval: Math.max(20, Math.min(100, stableMs / 4)),
      },
    })
    const tell = (path: string) => {
      if (path !== real && !isReadable(path)) return
      isTold = true
      wake?.()
    }
    watcher.on("add", tell).on("change", tell).on("unlink", tell).on("unlinkDir", tell)
    watcher.on("error", (error) => {
      const { code = String(error) } = error as NodeJS.ErrnoException
      if (!unwatched.has(code)) untold.push(code)
      unwatched.add(code)
      wake?.()
    })
    const isReady = new Promise<void>((resolve) => watcher?.once("ready", resolve))
    await Promise.race([isReady, closing.promise])
  }
  const begun = begin()
  const state = begun.then(() => stateOfFolder(root))
  /** What was told last, or found at first. */
  let known: string | undefined

  const news = async (longestMs: number): Promise<void> => {
    if (isTold || untold.length > 0 || closed) return
    const { promise, resolve } = Promise.withResolvers<void>()
    wake = resolve
    const timer = setTimeout(resolve, longestMs)
    await promise
    clearTimeout(timer)
  }

  async function* all(): AsyncGenerator<FolderNews> {
    known ??= await state
    let isGone = false
    /** Found by a look, and not told yet, as it may be half written. */
    let unsettled: string | undefined
    while (!closed) {
      await news(unsettled === undefined ? lookMs : stableMs)
      if (closed) return
      for (const code of untold.splice(0)) yield { unwatched: code }
      const wasTold = isTold
      isTold = false
      let now = await stateOfFolder(root)
      if (now === undefined) {
        if (!isGone) yield "gone"
        isGone = true
        continue
      }
      if (now === known && !isGone) {
        unsettled = undefined
        continue
      }
      if (!wasTold && unsettled === undefined) {
        unsettled = now
        continue
      }
      // Changes that it does not tell happen where it does not look.
      if (!wasTold || isGone) {
        await begin()
        now = (await stateOfFolder(root)) ?? now
      }
      isGone = false
      unsettled = undefined
      known = now
      yield "changed"
    }
  }

  return {
    ready: state.then(() => {}),
    [Symbol.asyncIterator]: all,
    again: () => {
      known = ""
    },
    async close() {
      closed = true
      closing.resolve()
      wake?.()
      await watcher?.close()
    },
  }
}
