import { createHmac } from "node:crypto"

export interface Received {
  headers: Headers
  raw: string
  // biome-ignore lint/suspicious/noExplicitAny: events are looked into field by field
  body: any
}

export type ReceiverBehaviour = (received: Received, nth: number) => Response | Promise<Response>

/** A partner's receiver, which does as it is told and keeps what it was sent. */
export interface WebhookReceiver {
  url: string
  received: Received[]
  behaves(behaviour: ReceiverBehaviour): void
  stop(): Promise<void>
}

export function startWebhookReceiver(first: ReceiverBehaviour = () => new Response("ok")): WebhookReceiver {
  let behaviour = first
  const received: Received[] = []
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 60,
    async fetch(request) {
      const raw = await request.text()
      const one = { headers: request.headers, raw, body: JSON.parse(raw) }
      received.push(one)
      return behaviour(one, received.length)
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}/events`,
    received,
    behaves(next) {
      behaviour = next
    },
    stop: () => server.stop(true),
  }
}

/** Whether one of the signatures is right, as a receiver would look. */
export function isSigned({ headers, raw }: Pick<Received, "headers" | "raw">, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64")
  const signed = `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${raw}`
  const wanted = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`
  return (headers.get("webhook-signature") ?? "").split(" ").includes(wanted)
}
