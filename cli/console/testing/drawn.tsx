/** @jsxImportSource react */
import { renderToString } from "ink"
import type { State } from "../state/state.ts"
import { type Theme, themeOf } from "../theme.ts"
import { Screen } from "../views/screen.tsx"
import { TerminalScreen } from "./terminal-screen.ts"

/** The console's screen as a terminal of its size shows it. */
export async function drawn(state: State, theme: Theme = themeOf("dark", "256")): Promise<TerminalScreen> {
  const { columns, rows } = state.size
  const screen = new TerminalScreen(columns, rows)
  const text = renderToString(<Screen state={state} theme={theme} />, { columns })
  await screen.write(text.replaceAll("\n", "\r\n"))
  return screen
}
