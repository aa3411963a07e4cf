/** @jsxImportSource react */
import { randomUUID } from "node:crypto"
import { render } from "ink"
import type { DeskWay } from "../desk/client.ts"
import { DeskClient } from "../desk/client.ts"
import { placeFault } from "../failure.ts"
import { Console } from "./console.tsx"
import { made } from "./desk-client/call.ts"
import { DeskSocket } from "./desk-client/desk-socket.ts"
import { DraftFile, draftsFile } from "./desk-client/drafts.ts"
import { outgoingFrame } from "./desk-client/outbox.ts"
import { TypingNews } from "./desk-client/typing-news.ts"
import type { Effect } from "./state/effect.ts"
import { initialState } from "./state/state.ts"
import { createStore } from "./store.ts"
import { Suspension } from "./terminal/suspension.ts"
import { Terminal } from "./terminal/terminal.ts"
import type { Theme } from "./theme.ts"
import { windowTitle } from "./views/frame-lines.ts"

interface ConsoleInput {
  way: DeskWay
  /** Whose drafts are kept under this name. */
  account: string
  theme: Theme
}

function diskFault(fault: unknown): string {
  return placeFault(fault) ?? (fault instanceof Error ? fault.message : String(fault))
}

/** Runs the console until it is left. */
export async function runConsole({ way, account, theme }: ConsoleInput): Promise<void> {
  if (!way.socket) throw new Error("The console needs a server.")
  const desk = new DeskClient(way)
  const terminal = new Terminal(process.stdout)
  const suspension = new Suspension()
  const drafts = new DraftFile(draftsFile(account), (fault) =>
    store.happen({ type: "keeping", fault: fault === undefined ? undefined : diskFault(fault) }),
  )
  const leaving = Promise.withResolvers<void>()
  const typing = new TypingNews()

  const store = createStore({
    initial: initialState(way.name, terminal.size(), Date.now()),
    newId: randomUUID,
    run,
  })
  store.happen({ type: "drafts", ...drafts.read() })
  const socket = new DeskSocket({
    url: way.socket.url,
    token: way.socket.token(),
    onFrame: (frame) => store.happen({ type: "frame", frame }),
    onLink: (link) => store.happen({ type: "link", link }),
    now: Date.now,
    random: Math.random,
  })

  function run(effect: Effect): void {
    switch (effect.type) {
      case "frame":
        // What is only of the moment need not be said later, nor with every letter.
        if (typing.isNews(effect.frame, Date.now())) socket.send(effect.frame)
        return
      case "send":
        socket.send(outgoingFrame(effect.outgoing))
        return
      case "call":
        made(desk, effect.call).then(
          (value) => store.happen({ type: "result", call: effect.call, value }),
          (error: Error) => store.happen({ type: "failed", call: effect.call, sentence: error.message }),
        )
        return
      case "bell":
        terminal.bell()
        return
      case "keepDraft":
        drafts.keep(effect.draft)
        return
      case "reconnect":
        socket.retryNow()
        return
      case "suspend":
        void suspension.stop().then(resized)
        return
      case "redraw":
        void suspension.redraw()
        return
      case "quit":
        leaving.resolve()
    }
  }

  const app = render(<Console store={store} theme={theme} suspension={suspension} />, {
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    maxFps: 120,
  })
  // A fault while drawing ends Ink by itself; it is told once the terminal is given back.
  app.waitUntilExit().then(leaving.resolve as () => void, leaving.reject)
  const tick = setInterval(() => store.happen({ type: "tick", now: Date.now() }), 1000)
  const resized = () => store.happen({ type: "resize", size: terminal.size() })
  process.stdout.on("resize", resized)
  const ended = () => leaving.resolve()
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, ended)
  const unsubscribe = store.subscribe(() => {
    const state = store.get()
    drafts.keepOutbox(state.outbox)
    terminal.title(windowTitle(state))
  })
  const deafen = suspension.listen()
  socket.open()
  try {
    await leaving.promise
  } finally {
    clearInterval(tick)
    unsubscribe()
    process.stdout.off("resize", resized)
    socket.stop()
    store.stop()
    deafen()
    drafts.flush()
    terminal.title("")
    app.unmount()
    await app.waitUntilExit().catch(() => {})
    await way.close()
  }
}
