import { Elysia } from "elysia"
import type { DeskDependencies } from "../dependencies.ts"
import type { Today } from "../protocol.ts"
import { calls } from "./call.ts"

export function todayRoutes(dependencies: DeskDependencies) {
  const { today } = dependencies.data
  const { enter } = calls(dependencies)

  return new Elysia({ name: "desk-today", strictPath: true }).get(
    "/api/desk/today",
    async ({ request }): Promise<Today> => today((await enter(request)).partner),
  )
}
