/** The same as an ES module, for pages made with React, Vue or Next; importing it touches no page. */
import { createWidget } from "./widget.ts"

const served = /\/widget\/chat-module\.js/.test(import.meta.url)
const widget = createWidget(served ? new URL(".", import.meta.url).href : undefined)

export const { init, open, close, toggle, ask, destroy, identify, on } = widget
