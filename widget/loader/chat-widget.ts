/** The page's one script tag: `window.ChatWidget`. */
import { checked, fromGlobalConfig } from "./options.ts"
import { createWidget } from "./widget.ts"
import type { ChatbotWidgetConfig, ChatWidget } from "./widget-api.ts"

/** Name of chatbot-config.js with its hash; the build fills it in. */
declare const CHATBOT_CONFIG_FILE: string
type ChatbotConfigModule = typeof import("./chatbot-config.ts")

declare global {
  interface Window {
    ChatWidget?: ChatWidget
    ChatbotWidgetConfig?: ChatbotWidgetConfig
  }
}

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined
const apiKey = script?.dataset.widgetKey
// A page that has the tag twice has one widget, with the key of whichever has one.
if (!window.ChatWidget?.init) start(script?.src, apiKey)
else if (apiKey) window.ChatWidget.init({ apiKey })

function start(src: string | undefined, key: string | undefined): void {
  const widget = createWidget(src && new URL(".", src).href)
  window.ChatWidget = widget
  const fromPage = () => {
    const config = window.ChatbotWidgetConfig && checked(window.ChatbotWidgetConfig)
    if (config) {
      widget.init({ ...(key && { apiKey: key }), ...fromGlobalConfig(config) })
      const hasMore = /emailJs|google/.test(String(Object.keys(config)))
      // Without it the chat is there all the same.
      if (src && hasMore)
        import(new URL(CHATBOT_CONFIG_FILE, src).href).then(
          ({ takeMore }: ChatbotConfigModule) => takeMore(widget, config),
          () => {},
        )
    }
    return config
  }
  if (fromPage()) return
  if (key) widget.init({ apiKey: key })
  // It may also stand below the tag.
  document.addEventListener("DOMContentLoaded", fromPage)
}
