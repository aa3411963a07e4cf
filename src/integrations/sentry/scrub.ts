/** What may be somebody's, or open something, and what stands in its place. The order matters. */
const RULES: readonly [RegExp, string][] = [
  // Whatever is quoted may be what somebody wrote.
  [/"(?:[^"\\]|\\.)*"|“[^”]*”|`[^`]*`|(?<![\p{L}\p{N}])'(?:[^'\\]|\\.)*'(?![\p{L}\p{N}])/gsu, "[quoted]"],
  // A quotation that was cut off.
  [/(?:["“`]|(?<![\p{L}\p{N}])').*/gsu, "[quoted]"],
  // As Postgres tells of a row that is there already.
  [/=\([^()]*\)/g, "=[values]"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s)>\]]+/gi, "[address]"],
  [/\bBearer +\S+/gi, "[token]"],
  [/\b(?:sk|pk|is|st|dt|op|cs|whsec|evt|cr)_[A-Za-z0-9+/=._-]{6,}/g, "[token]"],
  [/\bvisitor-[A-Za-z0-9]+/g, "[customer]"],
  [/[^\s<>,;:()[\]]+@[^\s<>,;:()[\]]+/g, "[mail]"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "[id]"],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:%\w+)?(?![\w:])/gi, "[ip]"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, "[ip]"],
  [/\+?\d[\d\s()/.-]{5,}\d/g, "[number]"],
  [/\b[A-Za-z0-9+/_-]{32,}={0,2}/g, "[secret]"],
  // Home folders bear names.
  [/(\/(?:home|Users)\/|\\Users\\)[^/\\\s:]+/g, "$1[user]"],
]

const LONGEST = 500

/** A message without what may be personal: addresses, numbers, quotations, tokens. Better too little left than too much. */
export function scrubbed(message: string): string {
  // What is longer is something that somebody sent.
  let text = message.slice(0, LONGEST)
  for (const [what, instead] of RULES) text = text.replace(what, instead)
  return text
}

/** `Firefox`, never the whole line, by which somebody can be told from others. */
export function browserFamily(userAgent: string | undefined): string | undefined {
  if (!userAgent) return undefined
  const [, named = ""] =
    /\b(Edg|OPR|SamsungBrowser|Firefox|FxiOS|CriOS|Chrome|curl|python|Java|Go-http-client|node|okhttp|chatd)\b/i.exec(
      userAgent,
    ) ?? []
  if (named !== "") return FAMILIES[named.toLowerCase()] ?? named.toLowerCase()
  return /\bSafari\b/.test(userAgent) ? "Safari" : "other"
}

const FAMILIES: Readonly<Record<string, string>> = {
  edg: "Edge",
  opr: "Opera",
  samsungbrowser: "Samsung",
  firefox: "Firefox",
  fxios: "Firefox",
  crios: "Chrome",
  chrome: "Chrome",
}
