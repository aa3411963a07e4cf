/** @jsxImportSource react */
import { useApp, useInput, usePaste } from "ink"
import { useEffect, useState, useSyncExternalStore } from "react"
import { keyPresses } from "./keys.ts"
import type { Store } from "./store.ts"
import { TerminalReplies } from "./terminal/replies.ts"
import type { Suspension } from "./terminal/suspension.ts"
import type { Theme } from "./theme.ts"
import { Screen } from "./views/screen.tsx"

interface ConsoleProps {
  store: Store
  theme: Theme
  suspension: Suspension
}

export function Console({ store, theme, suspension }: ConsoleProps) {
  const state = useSyncExternalStore(store.subscribe, store.get)
  const { suspendTerminal } = useApp()
  useEffect(() => suspension.use((meanwhile) => suspendTerminal(meanwhile)), [suspension, suspendTerminal])
  const [replies] = useState(() => new TerminalReplies(Date.now))
  useInput((input, key) => {
    const typed = replies.typed(input, key)
    if (typed === undefined) return
    for (const press of keyPresses(typed, key)) store.happen({ type: "key", key: press })
  })
  usePaste((text) => store.happen({ type: "paste", text }))
  return <Screen state={state} theme={theme} />
}
