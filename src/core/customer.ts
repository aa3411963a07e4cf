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

export type AgentType = "customer" | "support" | "test"
