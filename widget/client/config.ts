import type { ChatConfig } from "./chat-api.ts"
import type { ConfigOverrides, VisitorIdentity } from "./client-options.ts"

/** What the server says, with what the page decides over it, and without questions that the page has answered. */
export function effectiveConfig(
  config: ChatConfig,
  { primaryColor, scheme, side, locale, texts }: ConfigOverrides,
  identity: VisitorIdentity,
): ChatConfig {
  const { theme, preChat } = config
  return {
    ...config,
    theme: {
      primaryColor: primaryColor ?? theme.primaryColor,
      scheme: scheme ?? theme.scheme,
      side: side ?? theme.side,
    },
    texts: { ...config.texts, ...texts },
    locale: locale ?? config.locale,
    preChat: { ...preChat, fields: preChat.fields.filter(({ name }) => !identity[name]) },
  }
}
