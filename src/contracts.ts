import type { ListedContract } from "./http/openapi/docs-pages.ts"

/** What `/docs` describes; nothing of it is loaded before somebody looks. */
export const CONTRACTS: readonly ListedContract[] = [
  {
    name: "partner",
    label: "Partner",
    load: async () => (await import("./api/partner/openapi.ts")).partnerContract,
  },
  {
    name: "chatbot",
    label: "Chatbot",
    alias: "/openapi.json",
    load: async () => (await import("./api/chatbot/openapi.ts")).chatbotContract,
  },
  { name: "chat", label: "Chat", load: async () => (await import("./api/chat/openapi.ts")).chatContract },
  { name: "desk", label: "Desk", load: async () => (await import("./api/desk/openapi.ts")).deskContract },
  {
    name: "incoming",
    label: "Incoming",
    load: async () => (await import("./api/incoming/openapi.ts")).incomingContract,
  },
  { name: "crm", label: "CRM", load: async () => (await import("./api/crm/openapi.ts")).crmContract },
]
