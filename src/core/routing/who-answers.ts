import type { PartnerSettings } from "../partner-settings.ts"
import { isOpen, opensAt } from "./business-hours.ts"

/** Why nobody answers. */
export interface Absence {
  reason: "closed" | "nobody_there"
  /** When people are back, as far as the hours know it; milliseconds since 1970. */
  opensAt: number | undefined
}

/** Who takes a customer's message in a conversation that no person has. */
export type Turn =
  | { by: "bot" | "external" | "person" }
  /** Nobody: the bot says so, and offers the handoff form. */
  | { by: "form"; absence: Absence }

/** What becomes of the wish for a person. */
export type Help =
  | { by: "person" }
  /** The handoff form; without an absence people answer nothing but tickets here. */
  | { by: "form"; absence: Absence | undefined }
  /** The bot alone, which says that nobody is there. */
  | { by: "bot"; absence: Absence }

type Settings = Pick<PartnerSettings, "answering" | "hours">

/**
 * Says who answers a customer's message now.
 *
 * @param staffed whether anybody is there who could
 */
export function whoAnswers(settings: Settings, at: number, staffed: boolean): Turn {
  const { mode, absent } = settings.answering
  if (mode === "external") return { by: "external" }
  if (mode !== "agent") return { by: "bot" }
  const absence = absenceOf(settings, at, staffed)
  if (!absence) return { by: "person" }
  return absent === "bot" ? { by: "bot" } : { by: "form", absence }
}

/** Says whom somebody gets who asks for a person, or whom nobody else could answer. */
export function whoHelps(settings: Settings, at: number, staffed: boolean): Help {
  const { mode, absent } = settings.answering
  if (mode === "bot") return { by: "form", absence: undefined }
  const absence = absenceOf(settings, at, staffed)
  return absence ? { by: absent, absence } : { by: "person" }
}

/** Whether a person takes over by itself where the bot is not sure. */
export function personWhereUnsure(settings: Settings, at: number, staffed: boolean): boolean {
  return settings.answering.mode === "auto" && !absenceOf(settings, at, staffed)
}

function absenceOf({ hours }: Settings, at: number, staffed: boolean): Absence | undefined {
  if (!isOpen(hours, at)) return { reason: "closed", opensAt: opensAt(hours, at) }
  return staffed ? undefined : { reason: "nobody_there", opensAt: undefined }
}
