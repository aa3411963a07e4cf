/** @jsxImportSource react */
import { Box, Text } from "ink"
import { memo } from "react"
import type { Line } from "../text/line.ts"
import { painted, type Theme } from "../theme.ts"

interface RowsProps {
  lines: readonly Line[]
  width: number
  theme: Theme
}

/** Lines that are already as wide as they must be. */
export const Rows = memo(function Rows({ lines, width, theme }: RowsProps) {
  return (
    <Box width={width} height={lines.length} flexShrink={0}>
      <Text wrap="truncate-end">{painted(lines, theme)}</Text>
    </Box>
  )
})

/** The line between two columns. */
export const Rule = memo(function Rule({ height, theme }: { height: number; theme: Theme }) {
  const lines = Array.from({ length: height }, (): Line => [{ text: "│", styles: ["faint"] }])
  return <Rows lines={lines} width={1} theme={theme} />
})
