import type { ChatConfig } from "../client/chat-api.ts"
import { background, type Rgb, readableOn, toHex } from "./contrast.ts"
import { opaqueColor } from "./opaque-color.ts"

/** The surface on which a coloured word is hardest to read, by scheme: `--sunken` in colors.css. */
const HARDEST: Readonly<Record<"light" | "dark", Rgb>> = { light: [238, 240, 244], dark: [43, 48, 57] }

/** Sets scheme, side and the colours that follow from the theme's one. */
export function applyTheme(
  place: HTMLElement,
  theme: ChatConfig["theme"] | undefined,
  prefersDark: boolean,
): void {
  const mode = theme?.scheme ?? "auto"
  const scheme = mode === "auto" ? (prefersDark ? "dark" : "light") : mode
  const wanted = opaqueColor(theme?.primaryColor)
  const [primary, onPrimary] = background(wanted)
  place.dataset.scheme = scheme
  place.dataset.side = theme?.side ?? "right"
  place.style.setProperty("--primary", toHex(primary))
  place.style.setProperty("--on-primary", toHex(onPrimary))
  place.style.setProperty("--accent", toHex(readableOn(HARDEST[scheme], wanted)))
}
