/** @jsxImportSource react */
import { Box, useCursor } from "ink"
import { layoutOf, SMALLEST } from "../layout.ts"
import type { State } from "../state/state.ts"
import { type Line, span } from "../text/line.ts"
import type { Theme } from "../theme.ts"
import { composerLines } from "./composer-lines.ts"
import { footLine, headLine } from "./frame-lines.ts"
import { listLines } from "./list-lines.ts"
import { overlayLines } from "./overlay-lines.ts"
import { paneLines } from "./pane-lines.ts"
import { Rows, Rule } from "./rows.tsx"
import { suggestionLines } from "./suggestion-lines.ts"
import { threadLines } from "./thread-lines.ts"

interface ScreenProps {
  state: State
  theme: Theme
}

/** The whole screen. */
export function Screen({ state, theme }: ScreenProps) {
  const { columns, rows } = state.size
  const { setCursorPosition } = useCursor()
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
    setCursorPosition(undefined)
    const lines: Line[] = [
      [span(`${columns} × ${rows} is too small.`)],
      [span(`The console needs ${SMALLEST.columns} × ${SMALLEST.rows}.`)],
    ]
    return <Rows lines={lines.slice(0, rows)} width={columns} theme={theme} />
  }
  const { list, thread, pane, body, composer, suggestion } = layoutOf(state)
  const written = composer ? composerLines(state, thread, composer) : { lines: [], cursor: undefined }
  const over = state.overlay && overlayLines(state, state.overlay, columns, body)
  const left = list ? list + 1 : 0
  const typing = written.cursor && { x: left + written.cursor.x, y: 1 + body - composer + written.cursor.y }
  setCursorPosition(over ? over.cursor && { x: over.cursor.x, y: over.cursor.y + 1 } : typing)
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Rows lines={[headLine(state, columns)]} width={columns} theme={theme} />
      {over ? (
        <Rows lines={over.lines} width={columns} theme={theme} />
      ) : (
        <Box width={columns} height={body}>
          {list > 0 && <Rows lines={listLines(state, list, body)} width={list} theme={theme} />}
          {list > 0 && list < columns && <Rule height={body} theme={theme} />}
          {thread > 0 && (
            <Box width={thread} height={body} flexDirection="column">
              <Rows
                lines={threadLines(state, thread, body - composer - suggestion)}
                width={thread}
                theme={theme}
              />
              {suggestion > 0 && (
                <Rows lines={suggestionLines(state, thread, suggestion)} width={thread} theme={theme} />
              )}
              {composer > 0 && <Rows lines={written.lines} width={thread} theme={theme} />}
            </Box>
          )}
          {pane > 0 && pane < columns && <Rule height={body} theme={theme} />}
          {pane > 0 && <Rows lines={paneLines(state, pane, body)} width={pane} theme={theme} />}
        </Box>
      )}
      <Rows lines={[footLine(state, columns)]} width={columns} theme={theme} />
    </Box>
  )
}
