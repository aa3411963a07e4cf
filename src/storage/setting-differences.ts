import { DEFAULT_SETTINGS, type PartnerSettings } from "../core/partner-settings.ts"

/** Only what differs from the defaults is stored, so that better defaults reach everybody. */
export function storedSettings(settings: PartnerSettings): string {
  return JSON.stringify(differences(settings, DEFAULT_SETTINGS) ?? {})
}

export function settingsOf(stored: string): PartnerSettings {
  return merged(DEFAULT_SETTINGS, JSON.parse(stored)) as PartnerSettings
}

/** What of `value` is not so in `initial`; undefined where nothing is. */
function differences(value: unknown, initial: unknown): unknown {
  if (!isTree(value) || !isTree(initial)) return Bun.deepEquals(value, initial) ? undefined : value
  const entries = Object.entries(value)
    .map(([name, one]) => [name, differences(one, initial[name])] as const)
    .filter(([, one]) => one !== undefined)
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

function merged(initial: unknown, stored: unknown): unknown {
  if (!isTree(initial) || !isTree(stored)) return stored
  const entries = Object.entries(stored).map(([name, one]) => [name, merged(initial[name], one)])
  return { ...initial, ...Object.fromEntries(entries) }
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
