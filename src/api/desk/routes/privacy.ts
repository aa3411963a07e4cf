import { Elysia } from "elysia"
import { ChatdError } from "../../../core/errors.ts"
import { personNamed } from "../../../core/privacy/person.ts"
import type { ErasureReceipt } from "../../../core/privacy/receipt.ts"
import { validate } from "../../../http/validate.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { eraseSchema, exportSchema, receiptsSchema, retentionSchema } from "../privacy-schemas.ts"
import type { ErasureReceiptReply, ErasureReply, RetentionReply } from "../protocol.ts"
import { textStream } from "../text-stream.ts"
import { calls } from "./call.ts"

/** What admins do with everything that belongs to a person. */
export function privacyRoutes(dependencies: DeskDependencies) {
  const { privacy } = dependencies
  const { bodyOf, enterAsAdmin } = calls(dependencies)

  return new Elysia({ name: "desk-privacy", strictPath: true })
    .post(
      "/api/desk/privacy/export",
      async ({ request }): Promise<Response> => {
        const { partner, actor } = await enterAsAdmin(request)
        const { customer, allWithEmail } = validate(exportSchema, await bodyOf(request))
        const person = await personNamed(privacy, partner.id, customer, allWithEmail)
        const exported = await privacy.export(person, actor)
        if (!exported) throw nobody(customer)
        return new Response(textStream(exported.json(), dependencies.onBrokenOff), {
          headers: { "content-type": "application/json; charset=utf-8" },
        })
      },
      { parse: "none" },
    )
    .post(
      "/api/desk/privacy/erase",
      async ({ request }): Promise<ErasureReply> => {
        const { partner, actor } = await enterAsAdmin(request)
        const { customer, allWithEmail, dryRun } = validate(eraseSchema, await bodyOf(request))
        const person = await personNamed(privacy, partner.id, customer, allWithEmail)
        if (dryRun) {
          const { counts, elsewhere } = await privacy.wouldErase(person)
          if (Object.keys(counts).length === 0) throw nobody(customer)
          return { erased: counts, elsewhere: [...elsewhere], receipt: null }
        }
        const receipt = await privacy.erase(person, actor)
        if (!receipt) throw nobody(customer)
        return {
          erased: receipt.erased,
          elsewhere: [...receipt.elsewhere],
          receipt: receiptReply(receipt),
        }
      },
      { parse: "none" },
    )
    .post(
      "/api/desk/privacy/retention",
      async ({ request }): Promise<RetentionReply> => {
        const { partner, actor } = await enterAsAdmin(request)
        const { dryRun } = validate(retentionSchema, await bodyOf(request))
        const { rules, rows, isDone } = await (dryRun
          ? privacy.wouldSweep(partner)
          : privacy.sweep(partner, actor))
        return {
          rules: rules.map(({ what, before }) => ({ what, before: new Date(before).toISOString() })),
          rows,
          done: isDone,
        }
      },
      { parse: "none" },
    )
    .get("/api/desk/privacy/receipts", async ({ request, query }) => {
      const { partner } = await enterAsAdmin(request)
      const { limit } = validate(receiptsSchema, query)
      return { receipts: (await privacy.receipts(partner.id, limit)).map(receiptReply) }
    })
}

function nobody(named: string): ChatdError {
  return new ChatdError("not_found", `Nothing here belongs to ${named.slice(0, 200)}.`)
}

function receiptReply({ partnerId: _, at, ...receipt }: ErasureReceipt): ErasureReceiptReply {
  return {
    ...receipt,
    at: at.toISOString(),
    subjects: [...receipt.subjects],
    elsewhere: [...receipt.elsewhere],
  }
}
