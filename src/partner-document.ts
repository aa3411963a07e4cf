import type { PartnerDocument } from "./config/partner-schema.ts"
import {
  isSameSetting,
  PARTNER_SETTINGS,
  type PartnerRules,
  SECRET_SHOWN,
  shownSetting,
} from "./config/partner-settings.ts"
import type { PartnerChanges } from "./core/change-partner.ts"
import type { Partner } from "./core/partner.ts"
import { originFault } from "./core/partner-details.ts"
import { DEFAULT_SETTINGS, type PartnerSettings } from "./core/partner-settings.ts"

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

export interface ShownSetting {
  key: string
  value: string
  default: string
  description: string
}

/** Everything that can be set of a partner, as it is typed; of a secret no more than that there is one. */
export function shownSettings(partner: Partner): ShownSetting[] {
  const document = documentOf(partner)
  const initial = { ...DEFAULTS, name: partner.name, domain: partner.domain }
  return PARTNER_SETTINGS.map(({ key, path, description }) => ({
    key,
    value: shownSetting(document, path),
    default: shownSetting(initial, path),
    description,
  }))
}

export interface ChangedSetting {
  key: string
  before: string
  after: string
}

/** What is another now, and shown as above. */
export function changedSettings(before: PartnerChanges, after: PartnerChanges): ChangedSetting[] {
  const [old, fresh] = [documentOf(before), documentOf(after)]
  return PARTNER_SETTINGS.filter(({ path }) => !isSameSetting(old, fresh, path)).map(({ key, path }) => ({
    key,
    before: shownSetting(old, path),
    after: shownSetting(fresh, path),
  }))
}

/** For the audit log: of each the old value and the new one; undefined where nothing is another. */
export function changeDetails(
  before: PartnerChanges,
  after: PartnerChanges,
): Readonly<Record<string, readonly [string, string]>> | undefined {
  const changed = changedSettings(before, after)
  if (changed.length === 0) return undefined
  return Object.fromEntries(changed.map((one) => [one.key, [one.before, one.after]]))
}

/** Settings that may be shown to whoever looks over a shoulder. */
export function withoutSecrets(settings: PartnerSettings): PartnerSettings {
  const { answering } = settings
  const token = answering.external.token === undefined ? undefined : SECRET_SHOWN
  return { ...settings, answering: { ...answering, external: { ...answering.external, token } } }
}

const DEFAULTS = { allowedOrigins: [], ...DEFAULT_SETTINGS }
/** What a change of settings is measured by. */
export const PARTNER_RULES: PartnerRules = { defaults: DEFAULTS, originFault }
