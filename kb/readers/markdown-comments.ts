import type { MarkdownLine } from "./markdown-lines.ts"

/** A comment that began on a line and has not ended yet. */
interface OpenComment {
  close: string
  /** Put back when the comment never ends: then it was none. */
  held: MarkdownLine[]
}

/** Drops HTML comments, Obsidian's (`%%`), and with `mdx` those of JSX, outside fenced code: they are notes among authors. */
export function dropComments(lines: readonly MarkdownLine[], mdx: boolean): MarkdownLine[] {
  const kept: MarkdownLine[] = []
  let open: OpenComment | undefined
  for (const line of lines) {
    if (open) {
      open.held.push(line)
      const end = line.text.indexOf(open.close)
      if (end < 0) continue
      kept.push({ ...line, text: line.text.slice(end + open.close.length) })
      open = undefined
    } else if (line.code) {
      kept.push(line)
    } else {
      const text = dropWhole(line.text, mdx)
      const close = closeOf(text, mdx)
      if (close) open = { close, held: [line] }
      else kept.push({ ...line, text })
    }
  }
  return open ? [...kept, ...open.held] : kept
}

/** Drops comments that end on their line, but not those in inline code. */
function dropWhole(line: string, mdx: boolean): string {
  const plain = line.replace(/(?<![^\s>])%%[^%]{1,2000}%%(?![\w%])/g, "")
  const html = replaceUpTo(plain, "-->", /(?<!`)<!--.*?-->/g)
  return mdx ? replaceUpTo(html, "*/}", /(?<!`)\{\/\*.*?\*\/\}/g) : html
}

/** Only what is before the last end mark can match; looking further would take quadratic time. */
function replaceUpTo(line: string, mark: string, pattern: RegExp): string {
  const last = line.lastIndexOf(mark)
  if (last < 0) return line
  const end = last + mark.length
  return line.slice(0, end).replace(pattern, "") + line.slice(end)
}

/** A comment over several lines begins its line; further in, it may be in inline code. */
function closeOf(line: string, mdx: boolean): string | undefined {
  const start = line.trimStart()
  if (start.startsWith("<!--")) return "-->"
  if (start.trimEnd() === "%%") return "%%"
  return mdx && start.startsWith("{/*") ? "*/}" : undefined
}
