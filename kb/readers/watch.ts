import { basename, relative, sep } from "node:path"
import { watch } from "chokidar"
import { isVisible } from "./folder.ts"
import { isReadable } from "./read-source.ts"

/** What happened to a file; its name is as `findSources` gives it. */
export interface Change {
  name: string
  kind: "changed" | "removed"
}

/** Changes as they come, until it is closed. */
export interface FolderWatch extends AsyncIterable<Change> {
  /** Resolves when the folder has been looked through, and changes from then on are seen. */
  ready: Promise<void>
  /** Forgets what waits to be taken: whoever reads the whole folder now reads it all. */
  skipWaiting(): void
  close(): Promise<void>
}

/**
 * Watches the readable files of a folder, or a single file. A change is told when the file has kept its size for
 * `stableMs` milliseconds; several changes of one file that wait to be taken are one, the last.
 */
export function watchFolder(root: string, stableMs = 500): FolderWatch {
  const waiting = new Map<string, Change>()
  let wake: (() => void) | undefined
  let closed = false
  const watcher = watch(root, {
    ignored: (path) => path !== root && !isVisible(basename(path)),
    ignoreInitial: true,
    followSymlinks: false,
    awaitWriteFinish: {
      stabilityThreshold: stableMs,
      pollInterval: Math.max(20, Math.min(100, stableMs / 4)),
    },
  })
  const tell = (kind: Change["kind"]) => (path: string) => {
    const name = relative(root, path).split(sep).join("/") || basename(root)
    if (!isReadable(name)) return
    waiting.delete(name)
    waiting.set(name, { name, kind })
    wake?.()
  }
  watcher.on("add", tell("changed")).on("change", tell("changed")).on("unlink", tell("removed"))

  async function* changes(): AsyncGenerator<Change> {
    while (!closed) {
      const [next] = waiting.values()
      if (next) {
        waiting.delete(next.name)
        yield next
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }

  return {
    ready: new Promise((resolve) => watcher.once("ready", resolve)),
    [Symbol.asyncIterator]: changes,
    skipWaiting: () => waiting.clear(),
    async close() {
      closed = true
      wake?.()
      await watcher.close()
    },
  }
}
