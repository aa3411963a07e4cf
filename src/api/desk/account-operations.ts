import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"
import {
  changeMeSchema,
  changePasswordSchema,
  codeSchema,
  passwordSchema,
  removeSecondFactorSchema,
  signInSchema,
} from "./account-schemas.ts"
import { GRACE } from "./agent-operations.ts"
import { meSchema, secondFactorSchema, signedInSchema, tokensSchema } from "./reply-schemas.ts"

const ME = {
  agent: GRACE,
  partner: { id: "partner-4f1c9e", name: "Acme" },
  secondFactor: false,
  settings: { maxMessageLength: 4000 },
}

const WITH_PASSWORD = {
  429: "Too many attempts failed: the account is locked for a while.",
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
  {
    method: "patch",
    path: "/api/desk/me",
    id: "changeMe",
    tag: "Accounts",
    summary: "Change your name or presence",
    security: ["deskToken"],
    body: { schema: changeMeSchema, examples: { presence: { presence: "away" } } },
    replies: { 200: { description: "As it is now.", schema: meSchema, examples: { agent: ME } } },
  },
  {
    method: "post",
    path: "/api/desk/me/password",
    id: "changePassword",
    tag: "Accounts",
    summary: "Change your password",
    description: "All other tokens are revoked.",
    security: ["deskToken"],
    body: {
      schema: changePasswordSchema,
      examples: { usual: { password: "a password of hers", newPassword: "another one of hers" } },
    },
    replies: { 204: { description: "Done." } },
    errors: WITH_PASSWORD,
  },
  {
    method: "post",
    path: "/api/desk/me/second-factor",
    id: "beginSecondFactor",
    tag: "Accounts",
    summary: "Ask for a second factor's secret",
    description: "For an authenticator app. It is not in force before a code from it is shown.",
    security: ["deskToken"],
    body: { schema: passwordSchema, examples: { usual: { password: "a password of hers" } } },
    replies: {
      200: {
        description: "The secret, and the same as an app reads it from a QR code.",
        schema: secondFactorSchema,
        examples: {
          begun: {
            secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            url: "otpauth://totp/Acme:grace%40acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme",
          },
        },
      },
    },
    errors: { ...WITH_PASSWORD, 409: "One is in force already." },
  },
  {
    method: "put",
    path: "/api/desk/me/second-factor",
    id: "confirmSecondFactor",
    tag: "Accounts",
    summary: "Put the second factor in force",
    security: ["deskToken"],
    body: { schema: codeSchema, examples: { usual: { code: "123456" } } },
    replies: { 204: { description: "It is in force." } },
    errors: { 409: "None was asked for, or it is in force already.", 429: WITH_PASSWORD[429] },
  },
  {
    method: "delete",
    path: "/api/desk/me/second-factor",
    id: "removeSecondFactor",
    tag: "Accounts",
    summary: "Remove the second factor",
    security: ["deskToken"],
    body: {
      schema: removeSecondFactorSchema,
      examples: { usual: { password: "a password of hers", code: "123456" } },
    },
    replies: { 204: { description: "It is gone." } },
    errors: { ...WITH_PASSWORD, 409: "None is in force." },
  },
  {
    method: "post",
    path: "/api/desk/sign-out",
    id: "signOut",
    tag: "Accounts",
    summary: "Revoke the token that is used",
    security: ["deskToken"],
    replies: { 204: { description: "It opens nothing any more." } },
  },
  {
    method: "get",
    path: "/api/desk/tokens",
    id: "listTokens",
    tag: "Accounts",
    summary: "Your tokens",
    description: "A token that nobody used for 90 days ends by itself.",
    security: ["deskToken"],
    replies: {
      200: {
        description: "The newest first.",
        schema: tokensSchema,
        examples: {
          one: {
            tokens: [
              {
                id: "kTq7Zm2vRw9c",
                label: "laptop",
                createdAt: "2026-11-20T09:00:00.000Z",
                lastUsedAt: "2026-11-21T09:00:00.000Z",
                expiresAt: "2027-02-19T09:00:00.000Z",
                current: true,
              },
            ],
          },
        },
      },
    },
  },
  {
    method: "delete",
    path: "/api/desk/tokens/:id",
    id: "revokeToken",
    tag: "Accounts",
    summary: "Revoke one of your tokens",
    security: ["deskToken"],
    params: { id: { description: "As the list has it.", schema: z.string(), example: "kTq7Zm2vRw9c" } },
    replies: { 204: { description: "It opens nothing any more." } },
    errors: { 404: "You have no such token." },
  },
]
