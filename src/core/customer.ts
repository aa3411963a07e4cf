/** A CRM's user as the guide's `user_info` describes them; nothing in it is verified. */
export interface CrmUser {
  agentId: string
  email: string
  name: string
  phone?: string
  agency: string
  office: string
  company?: string
  division?: string
  userType?: string
}

/** What of it says where they belong, beside how they are reached. */
export type CrmPlace = Omit<CrmUser, "email" | "name" | "phone">

export type AgentType = "customer" | "support" | "test"
