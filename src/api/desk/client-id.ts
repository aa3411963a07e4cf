import { z } from "zod"

/** What an agent's client calls what it sends: the same name is stored once. */
export const clientId = z.string().regex(/^\P{Cc}{1,100}$/u, "must have 1 to 100 visible characters")
