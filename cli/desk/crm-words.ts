import type { DeskTicket } from "../../src/api/desk/protocol.ts"

/** Where a CRM's user belongs, as far as it says so; empty for everybody else. */
export function crmWords({ crm }: DeskTicket["requester"]): string {
  if (!crm) return ""
  const { agency, office, company, division, userType, id } = crm
  return [agency, office, company, division, userType, `CRM id ${id}`].filter(Boolean).join(", ")
}
