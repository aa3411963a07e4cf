import { type IUnicodeVersionProvider, Terminal } from "@xterm/headless"

/** The emulator's own tables are of 2010; terminals of today draw emoji in two columns, each sign by itself. */
const TODAY: IUnicodeVersionProvider = {
  version: "today",
  wcwidth: (code) => Math.min(2, Bun.stringWidth(String.fromCodePoint(code))) as 0 | 1 | 2,
  charProperties(code, preceding) {
    const width = TODAY.wcwidth(code)
    const before = (preceding >> 1) & 3
    const joins = width === 0 && before > 0
    return (Math.max(width, joins ? before : 0) << 1) | Number(joins)
  },
}

/** What a terminal shows after it was given all that. */
export class TerminalScreen {
  #terminal: Terminal

  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    this.#terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 })
    this.#terminal.unicode.register(TODAY)
    this.#terminal.unicode.activeVersion = TODAY.version
  }

  write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(data, resolve))
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows)
  }

  /** Its rows, without the blanks at their ends. */
  lines(): string[] {
    const buffer = this.#terminal.buffer.active
    return Array.from({ length: this.#terminal.rows }, (_, row) =>
      (buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? "").trimEnd(),
    )
  }

  text(): string {
    return this.lines().join("\n")
  }

  cursor(): { x: number; y: number } {
    const { cursorX: x, cursorY: y } = this.#terminal.buffer.active
    return { x, y }
  }

  /** Cells of one row with their looks, for a picture. */
  cells(row: number) {
    const buffer = this.#terminal.buffer.active
    const line = buffer.getLine(buffer.viewportY + row)
    return Array.from({ length: this.#terminal.cols }, (_, column) => {
      const cell = line?.getCell(column)
      return {
        text: cell?.getChars() || " ",
        width: cell?.getWidth() ?? 1,
        foreground:
          cell?.isFgDefault() === false
            ? { palette: cell.isFgPalette(), value: cell.getFgColor() }
            : undefined,
        background:
          cell?.isBgDefault() === false
            ? { palette: cell.isBgPalette(), value: cell.getBgColor() }
            : undefined,
        bold: Boolean(cell?.isBold()),
        underlined: Boolean(cell?.isUnderline()),
        italic: Boolean(cell?.isItalic()),
        inverse: Boolean(cell?.isInverse()),
      }
    })
  }
}
