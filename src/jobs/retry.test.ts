import { expect, test } from "bun:test"
import { DeliveryError } from "../integrations/delivery-error.ts"
import { askedMs } from "./retry.ts"

test("the other side is left alone as long as it asks, and for an hour at the most", () => {
  const asking = (retryAfterMs?: number) =>
    new DeliveryError("Too many requests.", {
      retryable: true,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  const asked = [asking(30_000), asking(1e12), asking(), new Error("something else")].map(askedMs)
  expect(asked).toEqual([30_000, 3_600_000, undefined, undefined])
})
