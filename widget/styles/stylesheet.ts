import base from "./base.css" with { type: "text" }
import composer from "./composer.css" with { type: "text" }
import forcedColors from "./forced-colors.css" with { type: "text" }
import forms from "./forms.css" with { type: "text" }
import messages from "./messages.css" with { type: "text" }
import motion from "./motion.css" with { type: "text" }
import panel from "./panel.css" with { type: "text" }

/** Constructed and adopted: a page whose policy forbids inline styles has nothing to object to. */
export function stylesheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(base + panel + messages + forms + composer + motion + forcedColors)
  return sheet
}
