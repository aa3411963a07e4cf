import { escapeHtml } from "../../html.ts"
import { type Direction, directionOfText, type Language } from "./languages.ts"
import { isolated, isolatedHtml, type Part, withoutTurns } from "./template.ts"

/** Where a part stands. */
export interface Place {
  language: Language
  direction: Direction
  /** The partner's colour, `#3a7bd5`. */
  color: string
}

export interface MailLine {
  who: string
  text: string
  /** ISO 8601. */
  at: string
  /** Whether the reader said it. */
  own?: boolean
}

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const TEXT = "color:#1f2328;font-size:16px;line-height:1.5"
const MUTED = "color:#57606a;font-size:13px;line-height:1.45"
/** A word that is longer than the screen of a phone does not make the mail wider than it. */
const BREAKING = "word-break:break-word;overflow-wrap:anywhere"

/** Inline styles are for the light, and for programs that know nothing else; this turns them where it is dark. */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.bg{background:#15181c!important}.card{background:#20252b!important;border-color:#353c44!important}
.text{color:#e9ecef!important}.muted{color:#a7b0ba!important}.quote{background:#2a3037!important}.line{border-color:#353c44!important}
a.plain{color:#8ab8ff!important}}
@media (max-width:480px){.pad{padding:20px 18px!important}.outer{padding:0!important}.card{border-radius:0!important}}`

/** One column that every mail program shows: tables, inline styles, no images and nothing from elsewhere. */
export function frame(
  { language, direction }: Place,
  { title, preview, body, footer }: { title: string; preview: string; body: string; footer: string },
): string {
  const side = direction === "rtl" ? "right" : "left"
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${DARK}</style>
</head>
<body class="bg" dir="${direction}" style="margin:0;padding:0;background:#f2f4f6;${FONT}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(preview)}</div>
<table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" border="0" dir="${direction}" style="background:#f2f4f6"><tr><td class="outer" align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" dir="${direction}" style="max-width:600px;background:#ffffff;border:1px solid #dfe3e8;border-radius:8px;border-collapse:separate"><tr><td class="pad text" align="${side}" style="padding:28px 32px;text-align:${side};${FONT};${TEXT};${BREAKING}">
${body}
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="${direction}" style="max-width:600px"><tr><td class="pad muted" align="${side}" style="padding:16px 32px 8px;text-align:${side};${FONT};${MUTED};${BREAKING}">
${footer}
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`
}

export function paragraph(html: string): string {
  return `<p style="margin:0 0 16px">${html}</p>`
}

/** Before its colon French leaves a blank. */
export function headed({ language }: Pick<Place, "language">, label: string): string {
  return `${label}${language === "fr" ? "\u00a0" : ""}:`
}

/** Something that can be followed: a button with what it does on it. */
export function buttonPart(place: Place, url: string, label: string): Part {
  const { background, text } = buttonColors(/^#[0-9a-f]{6}$/i.test(place.color) ? place.color : "#3a7bd5")
  const html = `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 20px"><tr><td bgcolor="${background}" style="border-radius:6px;background:${background}"><a href="${escapeHtml(url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;color:${text};font-weight:600;text-decoration:none">${escapeHtml(label)}</a></td></tr></table>`
  return { inline: url, text: `${headed(place, label)}\n${url}`, html }
}

/** An address that can be followed, within a sentence. */
export function linkPart(place: Place, url: string, label: string = url): Part {
  const html = `<a class="plain" href="${escapeHtml(url)}" style="color:#0b57d0;text-decoration:underline">${escapeHtml(label)}</a>`
  return { inline: url, text: label === url ? url : `${headed(place, label)} ${url}`, html }
}

/** Labels and what stands behind them; those without a value are left out. */
export function rowsPart(place: Place, rows: readonly (readonly [string, string | undefined])[]): Part {
  const known = rows.flatMap(([label, value]): [string, string][] =>
    value ? [[label, withoutTurns(value).replace(/\s+/g, " ").trim()]] : [],
  )
  const { direction } = place
  const side = direction === "rtl" ? "left" : "right"
  const cells = known.map(([label, value]) => {
    const shown = /^https?:\/\//.test(value) ? linkPart(place, value).html : isolatedHtml(value, direction)
    return `<tr><td class="muted" valign="top" style="padding:3px 0;padding-${side}:16px;white-space:nowrap;${MUTED};font-size:14px">${escapeHtml(label)}</td><td class="text" valign="top" style="padding:3px 0;${TEXT};font-size:15px;${BREAKING}">${shown}</td></tr>`
  })
  return {
    inline: "",
    text: known.map(([label, value]) => `${headed(place, label)} ${isolated(value, direction)}`).join("\n"),
    html: `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px">${cells.join("")}</table>`,
  }
}

/** What somebody wrote, with a heading where there is one. */
export function quotePart(place: Place, text: string, heading?: string): Part {
  const plain = withoutTurns(text).trim()
  if (plain === "") return { inline: "", text: "", html: "" }
  return {
    inline: "",
    text: heading === undefined ? plain : `${headed(place, heading)}\n${plain}`,
    html: `${headingHtml(heading)}${quoteHtml(place, [{ body: textHtml(plain, place.direction) }])}`,
  }
}

export interface LinesLook {
  heading?: string
  timeZone: string
  /** As transcripts that are downloaded: `[moment] who:`. */
  bracketed?: boolean
}

/** Messages, with who wrote them and when. */
export function linesPart(
  place: Place,
  lines: readonly MailLine[],
  { heading, timeZone, bracketed = false }: LinesLook,
): Part {
  if (lines.length === 0) return { inline: "", text: "", html: "" }
  const shown = lines.map(({ who, text, at, own }) => ({
    who: withoutTurns(who).replace(/\s+/g, " ").trim(),
    when: momentOf(at, timeZone),
    text: withoutTurns(text),
    own,
  }))
  const texts = shown.map((line) => {
    const [who, when] = [isolated(line.who, place.direction), isolated(line.when, place.direction)]
    const comma = place.language === "ar" ? "،" : ","
    const head = bracketed ? `[${when}] ${who}:` : headed(place, `${who}${comma} ${when}`)
    return `${head}\n${line.text}`
  })
  const quotes = shown.map(({ who, when, text, own }) => ({
    head: `<b>${isolatedHtml(who, place.direction)}</b>&nbsp; <span class="muted" style="${MUTED};white-space:nowrap">${isolatedHtml(when, place.direction)}</span>`,
    body: textHtml(text, place.direction),
    own,
  }))
  return {
    inline: "",
    text: [...(heading === undefined ? [] : [headed(place, heading)]), ...texts].join("\n\n"),
    html: `${headingHtml(heading)}${quoteHtml(place, quotes)}`,
  }
}

function headingHtml(heading: string | undefined): string {
  if (heading === undefined) return ""
  return `<h2 class="text" style="margin:20px 0 8px;font-size:16px;line-height:1.4;color:#1f2328">${escapeHtml(heading)}</h2>`
}

/** Each with a bar before it: the partner's colour for what others said. */
function quoteHtml(
  { direction, color }: Place,
  quotes: readonly { head?: string; body: string; own?: boolean | undefined }[],
): string {
  const side = direction === "rtl" ? "right" : "left"
  const rows = quotes.map(({ head, body, own }) => {
    const bar = own ? "#8b949e" : color
    return `<tr><td class="quote text" style="padding:10px 14px;border-${side}:3px solid ${bar};background:#f6f8fa;text-align:${side};${TEXT};font-size:15px">${head ? `<div>${head}</div>` : ""}${body}</td></tr><tr><td style="height:8px;line-height:8px;font-size:8px">&nbsp;</td></tr>`
  })
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px">${rows.join("")}</table>`
}

/** A text of somebody's, in the direction that it is written in. */
function textHtml(text: string, around: Direction): string {
  const direction = directionOfText(text, around)
  const side = direction === "rtl" ? "right" : "left"
  return `<div dir="${direction}" style="text-align:${side};${BREAKING}">${escapeHtml(spaced(text))}</div>`
}

/** Programs show several spaces as one, and none at the beginning of a line. */
function spaced(text: string): string {
  return text
    .replaceAll("\t", "    ")
    .replace(/^ +/gm, (spaces) => "\u00a0".repeat(spaces.length))
    .replace(/ {2,}/g, (spaces) => `${"\u00a0".repeat(spaces.length - 1)} `)
}

/** `2024-02-09 10:30 UTC`: read alike in every language. What is no time stays as it is. */
function momentOf(at: string, timeZone: string): string {
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) return withoutTurns(at).replace(/\s+/g, " ").slice(0, 40)
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).formatToParts(time)
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ""
  return `${of("year")}-${of("month")}-${of("day")} ${of("hour")}:${of("minute")} ${of("timeZoneName")}`
}

/** Contrast that small text needs, and below which a colour is one for dark text. */
const ENOUGH = 4.5
const LIGHT = 3

/** A button's colours: white on the partner's, a little darker where that is needed; black where it is a light one. */
function buttonColors(color: string): { background: string; text: "#ffffff" | "#000000" } {
  const channels = [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16))
  if (onWhite(channels) < LIGHT) return { background: color, text: "#000000" }
  let darker = channels
  while (onWhite(darker) < ENOUGH) darker = darker.map((channel) => Math.floor(channel * 0.97))
  const hex = darker.map((channel) => channel.toString(16).padStart(2, "0")).join("")
  return { background: `#${hex}`, text: "#ffffff" }
}

/** Contrast of a colour to white. */
function onWhite(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}
