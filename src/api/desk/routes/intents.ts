import { Elysia } from "elysia"
import { addIntentExample } from "../../../core/intents/add-intent-example.ts"
import type { IntentExample } from "../../../core/intents/intent-example.ts"
import { removeIntentExample } from "../../../core/intents/remove-intent-example.ts"
import { validate } from "../../../http/validate.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { intentTestSchema, newIntentExampleSchema } from "../intent-schemas.ts"
import { calls } from "./call.ts"

/** What customers' messages are taken for, and the partner's own examples of it. */
export function intentRoutes(dependencies: DeskDependencies) {
  const { intents } = dependencies
  const { bodyOf, enter, enterAsAdmin } = calls(dependencies)

  return new Elysia({ name: "desk-intents", strictPath: true })
    .get("/api/desk/intents/examples", async ({ request }): Promise<{ examples: IntentExample[] }> => {
      const { partner, actor } = await enter(request)
      return { examples: await intents.examples(actor).examplesOf(partner.id) }
    })
    .post(
      "/api/desk/intents/examples",
      async ({ request, set }): Promise<IntentExample> => {
        const { partner, actor } = await enterAsAdmin(request)
        const input = validate(newIntentExampleSchema, await bodyOf(request))
        const { example, fresh } = await addIntentExample(intents.examples(actor), partner.id, input)
        if (fresh) intents.changed()
        set.status = fresh ? 201 : 200
        return example
      },
      { parse: "none" },
    )
    .delete("/api/desk/intents/examples/:id", async ({ request, params, set }) => {
      const { partner, actor } = await enterAsAdmin(request)
      await removeIntentExample(intents.examples(actor), partner.id, idOf(params.id))
      intents.changed()
      set.status = 204
    })
    .post(
      "/api/desk/intents/test",
      async ({ request }) => {
        const { partner } = await enter(request)
        const { texts } = validate(intentTestSchema, await bodyOf(request))
        return { intents: await intents.test(partner.id, texts) }
      },
      { parse: "none" },
    )
}

/** Whatever is no number is nobody's. */
function idOf(given: string): number {
  return /^[1-9]\d{0,14}$/.test(given) ? Number(given) : 0
}
