/** What of `window.ChatbotWidgetConfig` few pages have: loaded where it is there. */
import { offerGoogle } from "./google-sign-in.ts"
import type { ChatbotWidgetConfig, ChatWidget } from "./widget-api.ts"

export function takeMore(widget: ChatWidget, config: ChatbotWidgetConfig): void {
  if (Object.entries(config).some(([name, value]) => value && name.startsWith("emailJs")))
    console.info(
      "chatd: mail is sent by the server; the EmailJS settings of ChatbotWidgetConfig are not used.",
    )
  if (config.googleClientId) offerGoogle(widget, config.googleClientId)
}
