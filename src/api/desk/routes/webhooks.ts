import { Elysia } from "elysia"
import { addEndpoint } from "../../../core/webhooks/add-endpoint.ts"
import { changeEndpoint } from "../../../core/webhooks/change-endpoint.ts"
import type { WebhookEndpoint } from "../../../core/webhooks/endpoint.ts"
import { noSuchEndpoint } from "../../../core/webhooks/endpoint.ts"
import type { DeliveryCounts, ListedDelivery } from "../../../core/webhooks/ports.ts"
import { removeEndpoint } from "../../../core/webhooks/remove-endpoint.ts"
import { replay } from "../../../core/webhooks/replay.ts"
import { rotateSecret } from "../../../core/webhooks/rotate-secret.ts"
import { testEndpoint } from "../../../core/webhooks/test-endpoint.ts"
import { isoTime } from "../../../http/iso-time.ts"
import { validate } from "../../../http/validate.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { DeskDelivery, DeskWebhook, NewDeskWebhook } from "../protocol.ts"
import {
  deliveriesSchema,
  newWebhookSchema,
  replaySchema,
  rotateSecretSchema,
  webhookChangesSchema,
} from "../webhook-schemas.ts"
import { calls } from "./call.ts"

/** Where the partner's own server is told of events. For admins only: an address may be a secret. */
export function webhookRoutes(dependencies: DeskDependencies) {
  const { webhooks } = dependencies
  const { bodyOf, enterAsAdmin } = calls(dependencies)

  return new Elysia({ name: "desk-webhooks", strictPath: true })
    .get("/api/desk/webhooks", async ({ request }): Promise<{ webhooks: DeskWebhook[] }> => {
      const { partner, actor } = await enterAsAdmin(request)
      const ports = webhooks(actor)
      const all = await ports.listEndpoints(partner.id)
      const counts = await ports.countDeliveries(all.map(({ id }) => id))
      return { webhooks: all.map((one) => webhookReply(one, counts.get(one.id))) }
    })
    .post(
      "/api/desk/webhooks",
      async ({ request, set }): Promise<NewDeskWebhook> => {
        const { partner, actor } = await enterAsAdmin(request)
        const input = validate(newWebhookSchema, await bodyOf(request))
        const { endpoint, secret } = await addEndpoint(webhooks(actor), partner.id, input)
        set.status = 201
        return { ...webhookReply(endpoint), secret }
      },
      { parse: "none" },
    )
    .patch(
      "/api/desk/webhooks/:number",
      async ({ request, params }): Promise<DeskWebhook> => {
        const { partner, actor } = await enterAsAdmin(request)
        const input = validate(webhookChangesSchema, await bodyOf(request))
        const ports = webhooks(actor)
        const changed = await changeEndpoint(ports, partner.id, numberOf(params.number), input)
        return webhookReply(changed, (await ports.countDeliveries([changed.id])).get(changed.id))
      },
      { parse: "none" },
    )
    .delete("/api/desk/webhooks/:number", async ({ request, params, set }) => {
      const { partner, actor } = await enterAsAdmin(request)
      await removeEndpoint(webhooks(actor), partner.id, numberOf(params.number))
      set.status = 204
    })
    .post(
      "/api/desk/webhooks/:number/rotate-secret",
      async ({ request, params }) => {
        const { partner, actor } = await enterAsAdmin(request)
        const { overlapHours } = validate(rotateSecretSchema, await bodyOf(request))
        const number = numberOf(params.number)
        const { secret, previousUntil } = await rotateSecret(
          webhooks(actor),
          partner.id,
          number,
          overlapHours,
        )
        return { secret, previousUntil: previousUntil.toISOString() }
      },
      { parse: "none" },
    )
    .post("/api/desk/webhooks/:number/test", async ({ request, params }) => {
      const { partner, actor } = await enterAsAdmin(request)
      return testEndpoint(webhooks(actor), partner.id, numberOf(params.number))
    })
    .post(
      "/api/desk/webhooks/:number/replay",
      async ({ request, params }) => {
        const { partner, actor } = await enterAsAdmin(request)
        const { since, ...range } = validate(replaySchema, await bodyOf(request))
        return replay(webhooks(actor), partner.id, numberOf(params.number), {
          ...range,
          ...(since !== undefined && { since: new Date(since) }),
        })
      },
      { parse: "none" },
    )
    .get(
      "/api/desk/webhooks/:number/deliveries",
      async ({ request, params, query }): Promise<{ deliveries: DeskDelivery[]; more: boolean }> => {
        const { partner, actor } = await enterAsAdmin(request)
        const { open, before, limit } = validate(deliveriesSchema, query)
        const ports = webhooks(actor)
        const number = numberOf(params.number)
        const endpoint = await ports.endpointByNumber(partner.id, number)
        if (!endpoint) throw noSuchEndpoint(number)
        const found = await ports.listDeliveries(endpoint, { open, before, limit: limit + 1 })
        return { deliveries: found.slice(0, limit).map(deliveryReply), more: found.length > limit }
      },
    )
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw noSuchEndpoint(text.slice(0, 20))
}

function webhookReply(
  endpoint: WebhookEndpoint,
  { waiting, failed }: DeliveryCounts = { waiting: 0, failed: 0 },
): DeskWebhook {
  return {
    number: endpoint.number,
    url: endpoint.url,
    description: endpoint.description ?? null,
    events: endpoint.events ? [...endpoint.events] : null,
    status: endpoint.status,
    reason: endpoint.reason ?? null,
    statusAt: isoTime(endpoint.statusAt),
    lastNumber: endpoint.lastNumber,
    lastSuccessAt: endpoint.lastSuccessAt === undefined ? null : isoTime(endpoint.lastSuccessAt),
    lastError: endpoint.lastError ?? null,
    waiting,
    failed,
    createdAt: isoTime(endpoint.createdAt),
  }
}

function deliveryReply(delivery: ListedDelivery): DeskDelivery {
  return {
    number: delivery.number,
    type: delivery.type,
    of: { kind: delivery.subject, number: delivery.subjectNumber ?? null },
    state: delivery.state,
    attempts: delivery.attempts,
    at: isoTime(delivery.at),
    nextAt: delivery.state === "due" ? isoTime(delivery.nextAt) : null,
    deliveredAt: delivery.deliveredAt === undefined ? null : isoTime(delivery.deliveredAt),
    lastError: delivery.lastError ?? null,
  }
}
