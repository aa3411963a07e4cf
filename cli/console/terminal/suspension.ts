import { setTimeout as pause } from "node:timers/promises"

/** Gives the screen and the keys away for as long as it takes, then draws everything anew. */
type Suspend = (meanwhile: () => Promise<void>) => Promise<void>

/** A process that could not be stopped, since no shell would wake it, goes on after this. */
const PATIENCE_MS = 300

/** Into the background and back: by our own key, by `kill -TSTP`, and where the shell stopped us without a word. */
export class Suspension {
  #suspend: Suspend | undefined
  #isUnderWay = false

  /** Ink hands over its way of doing it once it runs. */
  use(suspend: Suspend): void {
    this.#suspend = suspend
  }

  listen(): () => void {
    const stop = () => void this.stop()
    const redraw = () => void this.redraw()
    process.on("SIGTSTP", stop)
    process.on("SIGCONT", redraw)
    return () => {
      process.off("SIGTSTP", stop)
      process.off("SIGCONT", redraw)
    }
  }

  async stop(): Promise<void> {
    await this.#while(async () => {
      const woken = new Promise<void>((resolve) => process.once("SIGCONT", () => resolve()))
      process.kill(process.pid, "SIGSTOP")
      await Promise.race([woken, pause(PATIENCE_MS)])
    })
  }

  /** Where another program has written over the screen. */
  async redraw(): Promise<void> {
    await this.#while(async () => {})
  }

  async #while(meanwhile: () => Promise<void>): Promise<void> {
    if (this.#isUnderWay || !this.#suspend) return
    this.#isUnderWay = true
    try {
      await this.#suspend(meanwhile)
    } finally {
      this.#isUnderWay = false
    }
  }
}
