import type { ConfigOverrides, VisitorIdentity } from "../client/client-options.ts"
import type { ChatbotWidgetConfig, WidgetIdentity, WidgetOptions } from "./widget-api.ts"

/** What says who the visitor is, and with which of these they are somebody else. */
const PROOF = ["customerId", "signature", "jwt"] as const
const PERSON = [...PROOF, "name", "email", "phone"] as const

/** Later options are laid over earlier ones; whoever is somebody else has nothing of what was known of the one before. */
export function merged(earlier: WidgetOptions, later: WidgetOptions): WidgetOptions {
  const laid = { ...earlier, ...later }
  return {
    ...laid,
    ...(PROOF.some((name) => laid[name] !== earlier[name]) && personOf(later)),
    theme: { ...earlier.theme, ...later.theme },
    texts: { ...earlier.texts, ...later.texts },
  }
}

function personOf(options: WidgetOptions): WidgetIdentity {
  return Object.fromEntries(PERSON.map((name) => [name, options[name]]))
}

/** Options that hold others. */
const GROUPS = /^(theme|site|texts|colors)$/
/** Of those that not every text can be. */
const WRONG = /^(scheme=(?!(auto|light|dark)$)|side=(?!(left|right)$)|\w+aseUrl=(?!https?:|[./]|$))/

/**
 * What a page says, without what can be no such thing: that is told, and the chat is there all the same. A number may stand
 * where a text is meant, as an id may be one there.
 */
export function checked<Given extends object>(given: Given, path = ""): Given {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([name, value]) => {
      const isGroup = GROUPS.test(name)
      const isText = /string|number/.test(typeof value) && !WRONG.test(`${name}=${value}`)
      if (value && isGroup && typeof value === "object") return [name, checked(value, `${name}.`)]
      if (isText && !isGroup) return [name, `${value}`]
      if (value) console.warn(`chatd: ${path}${name} is ignored:`, value)
      return [name, undefined]
    }),
  ) as Given
}

/** `window.ChatbotWidgetConfig` in our own words. */
export function fromGlobalConfig(config: ChatbotWidgetConfig): WidgetOptions {
  const { colors, title, backendBaseUrl, widgetKey, hostUrl: url, hostDescription: description } = config
  return said({
    apiKey: widgetKey,
    baseUrl: backendBaseUrl,
    site: url || description ? { url, description } : undefined,
    theme: said({ primaryColor: colors?.primary, headerText: title }),
  })
}

export function identityOf(options: WidgetOptions): VisitorIdentity {
  return said({ ...personOf(options), site: options.site })
}

export function overridesOf({ theme = {}, locale, texts }: WidgetOptions): ConfigOverrides {
  const { headerText: title, welcomeMessage: welcome, ...look } = theme
  // A text may be empty, so that there is none.
  const own = Object.entries({ title, welcome, ...texts }).filter(([, text]) => text != null)
  return said({ ...look, locale, texts: Object.fromEntries(own) as Readonly<Record<string, string>> })
}

/** Without what is not said. */
function said<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as {
    [Key in keyof T]?: NonNullable<T[Key]>
  }
}
