import { Elysia } from "elysia"
import type { DeskDependencies } from "./dependencies.ts"
import { meRoutes } from "./routes/me.ts"
import { signInRoutes } from "./routes/sign-in.ts"

/** What agents and admins do. docs/desk-api.md says it all. */
export function deskRoutes(dependencies: DeskDependencies) {
  return new Elysia({ name: "desk", strictPath: true })
    .use(signInRoutes(dependencies))
    .use(meRoutes(dependencies))
}
