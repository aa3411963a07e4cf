import type { Command } from "commander"
import { loadConfig } from "../src/config/load.ts"
import type { Config } from "../src/config/schema.ts"

/** Reads the configuration that a command runs under, flags of the command and of `chatd` itself included. */
export function configOf(command: Command, flags: Record<string, unknown> = {}): Config {
  const options = command.optsWithGlobals<{ config?: string; data?: string; databaseUrl?: string }>()
  const file = options.config ?? (process.env.CHATD_CONFIG || undefined)
  return loadConfig({
    file: file ?? "chatd.toml",
    fileRequired: file !== undefined,
    environment: process.env,
    flags: { data: options.data, database_url: options.databaseUrl, ...flags },
  })
}
