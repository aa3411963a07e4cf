import { z } from "zod"

/** How many things a page has: no more than `most`, and `usual` where nobody says. */
export const pageSize = (most: number, usual: number) =>
  z.coerce.number().int().min(1).max(most).default(usual)

/** Of a call that asks for what came after something. */
export const waitSeconds = z.coerce
  .number()
  .min(0)
  .max(25)
  .default(0)
  .describe("Seconds for which the call is held open until something comes.")
