import type { DeskSetting } from "../../../src/api/desk/protocol.ts"
import type { Overlay } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut, fit, fitLine, type Line, span } from "../text/line.ts"
import { wrap } from "../text/wrap.ts"
import { type Drawing, LOADING, MORE } from "./drawing.ts"
import { fieldLine } from "./field-line.ts"

export function settingsLines(
  { list, index, editing }: Extract<Overlay, { kind: "settings" }>,
  width: number,
  height: number,
): Drawing {
  if (!list) return { lines: LOADING }
  const about = 4
  const room = Math.max(1, height - about)
  const top = Math.max(0, Math.min(index - Math.floor(room / 2), list.length - room))
  const widest = Math.min(Math.floor(width / 2), Math.max(0, ...list.map(({ key }) => key.length)) + 2)
  let cursor: Drawing["cursor"]
  const rows = list.slice(top, top + room).map((setting, at): Line => {
    const isChosen = at + top === index
    const left: Line = [span(isChosen ? "▌" : " ", "accent"), span(fit(setting.key, widest))]
    if (isChosen && editing) {
      const field = fieldLine("", editing, width - widest - 1)
      cursor = { x: widest + 1 + field.x, y: at }
      return [...left, ...field.line]
    }
    const isOwn = setting.value !== setting.default
    const line: Line = [
      ...left,
      span(
        cut(drawableLine(setting.value) || "–", width - widest - 2),
        ...(isOwn ? ([] as const) : (["muted"] as const)),
      ),
    ]
    return isChosen ? fitLine(line, width, "selected") : line
  })
  while (rows.length < room) rows.push([])
  return {
    lines: [
      ...rows,
      top + room < list.length ? MORE : [],
      ...describe(list[index], width).slice(0, about - 1),
    ],
    ...(cursor && { cursor }),
  }
}

function describe(setting: DeskSetting | undefined, width: number): Line[] {
  if (!setting) return []
  const fallback = setting.default === "" ? "nothing" : drawableLine(setting.default)
  return [
    ...wrap([span(drawableLine(setting.description))], width).slice(0, 2),
    [span(`Default: ${fallback}`, "muted")],
  ]
}
