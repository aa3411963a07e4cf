import type { ConfigOverrides, VisitorIdentity } from "../client/client-options.ts"
import type { ChatbotWidgetConfig, WidgetOptions } from "./widget-api.ts"

/** Later options are laid over earlier ones; whoever is somebody else has nothing of what was known of the one before. */
export function merged(earlier: WidgetOptions, later: WidgetOptions): WidgetOptions {
  const { customerId, signature, jwt, name, email, phone, ...others } = earlier
  const laid = { ...earlier, ...later }
  const isOther = laid.customerId !== customerId || laid.signature !== signature || laid.jwt !== jwt
  return {
    ...(isOther ? { ...others, ...later } : laid),
    theme: { ...earlier.theme, ...later.theme },
    texts: { ...earlier.texts, ...later.texts },
  }
}

/** `window.ChatbotWidgetConfig` in our own words. */
export function fromGlobalConfig(config: ChatbotWidgetConfig): WidgetOptions {
  const { colors, title, backendBaseUrl, widgetKey, hostUrl: url, hostDescription: description } = config
  return {
    ...(widgetKey && { apiKey: widgetKey }),
    ...(backendBaseUrl && { baseUrl: backendBaseUrl }),
    ...((url || description) && { site: { url, description } }),
    theme: { ...(colors?.primary && { primaryColor: colors.primary }), ...(title && { headerText: title }) },
  }
}

export function identityOf({
  customerId,
  signature,
  jwt,
  name,
  email,
  phone,
  site,
}: WidgetOptions): VisitorIdentity {
  return defined({ customerId, signature, jwt, name, email, phone, site })
}

export function overridesOf({ theme = {}, locale, texts }: WidgetOptions): ConfigOverrides {
  const { primaryColor, scheme, side, headerText, welcomeMessage } = theme
  return defined({
    primaryColor,
    scheme,
    side,
    locale,
    texts: defined({ title: headerText, welcome: welcomeMessage, ...texts }),
  })
}

/** What is said at all; nothing keeps a page from giving a number where a text is meant, as an id may be one there. */
function defined<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value == null ? [] : [[name, typeof value === "number" ? `${value}` : value]],
    ),
  ) as { [Key in keyof T]?: NonNullable<T[Key]> }
}
