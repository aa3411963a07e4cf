import { Elysia } from "elysia"
import type { Config } from "../config/schema.ts"

export function pages(_config: Config) {
  return new Elysia({ name: "pages" }).get("/", () => "chatd")
}
