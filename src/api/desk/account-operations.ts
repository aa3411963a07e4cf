import type { Operation } from "../../http/openapi/contract.ts"
import { signInSchema } from "./account-schemas.ts"
import { meSchema, signedInSchema } from "./reply-schemas.ts"

const ME = {
  agent: {
    number: 2,
    name: "Grace",
    email: "grace@acme.example",
    role: "agent",
    capacity: 5,
    presence: "online",
    connected: true,
    available: true,
    open: 1,
    disabled: false,
  },
  partner: { id: "partner-4f1c9e", name: "Acme" },
  secondFactor: false,
  settings: { maxMessageLength: 4000 },
}

/** Signing in, and whoever calls about themselves; docs/desk-api.md says the same in prose. */
export const accountOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/desk/sign-in",
    id: "signIn",
    tag: "Accounts",
    summary: "Sign in",
    description: `A wrong e-mail address and a wrong password look the same. Where a second factor is set and \`code\` is missing, the reply is
\`401\` with the \`field\` \`code\`. Where the same address and password are known to several partners, it is \`422\` with the \`field\`
\`partner\`.`,
    security: ["none"],
    body: {
      schema: signInSchema,
      examples: {
        usual: { email: "grace@acme.example", password: "a password of hers", label: "laptop" },
        "second factor": { email: "grace@acme.example", password: "a password of hers", code: "123456" },
      },
    },
    replies: {
      200: {
        description: "A token, and who it is of.",
        schema: signedInSchema,
        examples: {
          signedIn: { token: "dt_…", tokenId: "1", expiresAt: "2026-12-21T10:00:00.000Z", me: ME },
        },
      },
    },
    errors: {
      401: "The address, the password or the code is wrong, or the code is missing.",
      429: "Too many attempts failed: the account is locked for a while, or there were too many from this address.",
    },
  },
  {
    method: "get",
    path: "/api/desk/me",
    id: "showMe",
    tag: "Accounts",
    summary: "Who calls",
    security: ["deskToken"],
    replies: { 200: { description: "Whose token it is.", schema: meSchema, examples: { agent: ME } } },
    errors: { 401: "No token, or one that does not hold any more." },
  },
]
