import type { SignedInAgent } from "./desk-agents.ts"

/** Settings as an admin changes them; once it resolves, the server goes by them. */
export async function changeSettings(admin: SignedInAgent, set: Record<string, string>): Promise<void> {
  const { status, text } = await admin.call("PATCH", "/settings", { set })
  if (status !== 200) throw new Error(`The settings were not changed: ${status} ${text}`)
}
