import type { Operation } from "../../http/openapi/contract.ts"
import { FORBIDDEN, UNAUTHENTICATED } from "./operation-parts.ts"
import {
  googleLoginSchema,
  loginReplySchema,
  verifiedReplySchema,
  verifyTokenSchema,
} from "./user-schemas.ts"

const USER = {
  id: "google:110169484474386276334",
  name: "Ada Lovelace",
  email: "ada@example.com",
  verified: true,
}

export const userOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/google-login",
    id: "googleLogin",
    tag: "Users",
    summary: "Google Login",
    description: `Takes Google's ID token and gives one of ours. The token is verified against Google's keys: its signature, who made it, for which
client, until when, and whether the address is verified. The client must be one of the partner's \`google.client_ids\`, or of the
server's. The same account is the same user ever after.`,
    security: ["widgetKey", "none"],
    body: {
      schema: googleLoginSchema,
      examples: {
        button: { credential: "eyJhbGciOiJSUzI1NiIs…" },
        token: { token: "eyJhbGciOiJSUzI1NiIs…" },
      },
    },
    replies: {
      200: {
        description: "Signed in.",
        schema: loginReplySchema,
        examples: {
          in: {
            token: "st_…",
            token_type: "bearer",
            expires_in: 2_592_000,
            user: { ...USER, picture: "https://lh3.googleusercontent.com/a/photo" },
          },
        },
      },
    },
    errors: {
      401: "A token that does not hold, or of a client that is not taken here.",
      403: FORBIDDEN,
      429: "Too many sign-ins came from this address.",
    },
  },
  {
    method: "get",
    path: "/verify-token",
    id: "verifyToken",
    tag: "Users",
    summary: "Verify Token Route",
    security: ["sessionToken"],
    query: verifyTokenSchema,
    replies: {
      200: {
        description: "It holds.",
        schema: verifiedReplySchema,
        examples: { valid: { valid: true, user: USER } },
      },
    },
    errors: { 401: UNAUTHENTICATED, 403: FORBIDDEN },
  },
]
