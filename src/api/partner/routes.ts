import { Elysia } from "elysia"
import { type CustomerDependencies, customerRoutes } from "./customers.ts"
import { type RegisterDependencies, registerRoute } from "./register.ts"

export type PartnerDependencies = RegisterDependencies & CustomerDependencies

/** The partner guide's contract (S3), as far as it goes over HTTP. */
export function partnerRoutes(dependencies: PartnerDependencies) {
  return new Elysia({ name: "partner" }).use(registerRoute(dependencies)).use(customerRoutes(dependencies))
}
