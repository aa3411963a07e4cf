import { median } from "../../support/measure.ts"
import { startServer } from "../server-process.ts"
import type { Figures, Part } from "./part.ts"

const STARTS = 3

/** The server that runs already has made its files. */
export const start: Part = async ({ target, server }): Promise<Figures> => {
  await server.kill()
  const took: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const again = await startServer(target, server.port)
    took.push(again.startMs)
    await again.kill()
  }
  return { start: median(took) }
}
