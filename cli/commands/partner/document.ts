import type { PartnerDocument } from "../../../src/config/partner-schema.ts"
import type { PartnerChanges } from "../../../src/core/change-partner.ts"
import { DEFAULT_SETTINGS } from "../../../src/core/partner-settings.ts"

/** A partner as `set` and `show` see it: details and settings in one. */
export function documentOf({ name, domain, allowedOrigins, settings }: PartnerChanges): PartnerDocument {
  return { name, domain, allowedOrigins: [...allowedOrigins], ...settings }
}

export function changesOf({ name, domain, allowedOrigins, ...settings }: PartnerDocument): PartnerChanges {
  const { consent, locale, ...widget } = settings.widget
  const { url, token, ...external } = settings.answering.external
  return {
    name,
    domain,
    allowedOrigins,
    settings: {
      ...settings,
      answering: { ...settings.answering, external: { ...external, url, token } },
      widget: { ...widget, locale, consent: consent && { text: consent.text, url: consent.url } },
    },
  }
}

/** What `--unset` puts back; a partner's name and domain have no default. */
export const DEFAULTS = { allowedOrigins: [], ...DEFAULT_SETTINGS }
