import { createHmac } from "node:crypto"
import { SignJWT } from "jose"
import type { Desk } from "./desk.ts"
import { openSocket } from "./socket-client.ts"

/** A partner of a desk, its calls and its customers, as the partner guide has them. */
export function guidePartner(desk: Desk, keys: Desk["partner"] = desk.partner) {
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  const call = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = bearer(keys.apiKey),
  ) => desk.send(method, path, { body, headers })
  const sign = (customerId: string) =>
    createHmac("sha256", keys.identitySecret).update(customerId).digest("hex")
  return {
    keys,
    bearer,
    call,
    sign,
    jwt: (customerId: string) =>
      new SignJWT({ sub: customerId })
        .setProtectedHeader({ alg: "HS256" })
        .setExpirationTime("5m")
        .sign(new TextEncoder().encode(keys.identitySecret)),
    /** A conversation of a customer whom the partner's server names. */
    async begin(customerId: string) {
      const { status, json } = await call("POST", "/api/partner/conversations", { customerId })
      if (status !== 200) throw new Error(`No conversation: ${JSON.stringify(json)}`)
      return json as { id: number; customerId: string; sessionToken: string }
    },
    /** One that a page begins, with the widget key. */
    async beginFromPage(body: Record<string, unknown> = {}) {
      return (await call("POST", "/api/partner/conversations", body, bearer(keys.widgetKey))).json as {
        id: number
        customerId: string
        sessionToken: string
      }
    },
    say: (conversationId: number, senderId: string, content: string, more: Record<string, unknown> = {}) =>
      call("POST", "/api/partner/messages", { conversationId, senderId, content, ...more }),
    agentSays: (conversationId: number, agentId: number, content: string) =>
      call("POST", "/api/partner/messages", {
        conversationId,
        senderId: `agent-${agentId}`,
        content,
        isFromAgent: true,
      }),
    /** A customer's socket, opened with what its query says. */
    connect: (query: Record<string, string>, headers: Record<string, string> = {}) =>
      openSocket(`${desk.url}/ws?${new URLSearchParams(query)}`, headers),
    connectAgent: (id: number) => openSocket(`${desk.url}/ws?clientId=agent-${id}`, bearer(keys.apiKey)),
    connectServer: () => openSocket(`${desk.url}/ws`, bearer(keys.apiKey)),
  }
}

export type GuidePartner = ReturnType<typeof guidePartner>
