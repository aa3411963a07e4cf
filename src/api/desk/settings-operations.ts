import type { Operation } from "../../http/openapi/contract.ts"
import { auditReplySchema, partnerReplySchema, settingsReplySchema } from "./reply-schemas.ts"
import { auditQuerySchema, changeSettingsSchema } from "./settings-schemas.ts"

const SETTINGS = {
  settings: [
    { key: "answering.mode", value: "agent", default: "auto", description: "Who answers." },
    {
      key: "session.idle_seconds",
      value: "300",
      default: "300",
      description: "A session ends after so many seconds.",
    },
  ],
}
const AT = "2026-11-21T09:00:00.000Z"

/** What a partner has set, and who did what. */
export const settingsOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/settings",
    id: "showSettings",
    tag: "Settings",
    summary: "What is set",
    security: ["deskToken"],
    replies: {
      200: { description: "All of them.", schema: settingsReplySchema, examples: { some: SETTINGS } },
    },
  },
  {
    method: "patch",
    path: "/api/desk/settings",
    id: "changeSettings",
    tag: "Settings",
    summary: "Change settings (admins)",
    description:
      "Holds from the next message of every conversation on. Where one cannot be, none is changed: `detail` then has a line for each that cannot, with the nearest name for one that does not exist.",
    security: ["deskToken"],
    body: {
      schema: changeSettingsSchema,
      examples: { usual: { set: { "answering.mode": "agent" }, unset: ["hours.holidays"] } },
    },
    replies: {
      200: { description: "As they are now.", schema: settingsReplySchema, examples: { some: SETTINGS } },
    },
    errors: {
      403: "Only an admin may do this.",
    },
  },
  {
    method: "get",
    path: "/api/desk/partner",
    id: "showPartner",
    tag: "Settings",
    summary: "The company that is answered for",
    security: ["deskToken"],
    replies: {
      200: {
        description: "Its keys for admins only, and never a secret.",
        schema: partnerReplySchema,
        examples: {
          admin: {
            id: "partner-4f1c9e",
            name: "Acme",
            domain: "acme.example",
            keys: [
              {
                id: 1,
                kind: "secret",
                begins: "sk_Xy12Zk",
                value: null,
                label: null,
                createdAt: AT,
                lastUsedAt: AT,
                expiresAt: null,
                revokedAt: null,
                live: true,
              },
            ],
          },
          agent: { id: "partner-4f1c9e", name: "Acme", domain: "acme.example" },
        },
      },
    },
  },
  {
    method: "get",
    path: "/api/desk/audit",
    id: "showAudit",
    tag: "Settings",
    summary: "Who did what (admins)",
    security: ["deskToken"],
    query: auditQuerySchema,
    replies: {
      200: {
        description: "The newest first; `before` goes on with an `id`.",
        schema: auditReplySchema,
        examples: {
          one: {
            entries: [
              {
                id: 17,
                at: AT,
                actor: "grace@acme.example",
                action: "settings_changed",
                target: null,
                details: { "answering.mode": ["auto", "agent"] },
              },
            ],
            more: false,
          },
        },
      },
    },
    errors: { 403: "Only an admin may do this." },
  },
]
