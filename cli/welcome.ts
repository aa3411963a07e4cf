import { basename, isAbsolute, relative } from "node:path"
import { type Config, DEFAULT_DATA } from "../src/config/schema.ts"
import type { Logger } from "../src/log.ts"
import { isCompiled } from "../src/native/files.ts"
import type { Demo } from "./demo.ts"
import { paint } from "./print.ts"

interface WelcomeInput {
  config: Config
  url: URL
  demo: Demo | undefined
  log: Logger
}

/** On a terminal: what to open and what to type next. In a log: one line. */
export async function welcome({ config, url, demo, log }: WelcomeInput): Promise<void> {
  log.info({ url: url.href, data: config.data }, "listening")
  if (!process.stdout.isTTY && !demo) return
  const local = `http://${["0.0.0.0", "[::]", "127.0.0.1"].includes(url.hostname) ? "localhost" : url.hostname}:${url.port}`
  const lines = [
    "",
    `${paint("bold", "chatd")} answers on ${paint("cyan", local)}`,
    "",
    `  Open        ${local}/   ${paint("dim", "(the chat, live, and your snippet)")}`,
    `  APIs        ${local}/docs`,
    `  Health      ${local}/api/health`,
  ]
  if (demo) lines.push(...demoLines(demo, commandFor(config)))
  lines.push(
    "",
    "  Stop with Ctrl-C. What it keeps is in",
    `  ${config.database_url ? "Postgres" : config.data}`,
    "",
  )
  console.log(lines.join("\n"))
}

/** How this program is called from where we are, for the data that it serves. */
function commandFor({ data }: Config): string {
  const flag = data === DEFAULT_DATA ? "" : ` --data ${data}`
  return `${isCompiled ? typed(process.execPath) : "dist/chatd"}${flag}`
}

function typed(path: string): string {
  const name = basename(path)
  if (Bun.which(name) === path) return name
  const near = relative(process.cwd(), path)
  if (near.startsWith("..") || isAbsolute(near)) return path
  return near === name ? `./${name}` : near
}

function demoLines(demo: Demo, chatd: string): string[] {
  const keys = demo.keys
    ? [
        `  API key     ${demo.keys.apiKey}   ${paint("dim", "(secret, shown once)")}`,
        `  Widget key  ${demo.keys.widgetKey}   ${paint("dim", "(may stand in pages)")}`,
      ]
    : []
  return [
    "",
    `  Partner     ${demo.partnerId}`,
    ...keys,
    "",
    "  Next, in another terminal:",
    `    ${chatd} kb ask "How do I add my own documents?"`,
    `    ${chatd} kb ingest ./docs`,
    ...(demo.hasAgents
      ? []
      : [
          "",
          "  And to answer customers yourself:",
          `    ${chatd} agent add you@example.com --admin`,
          `    ${chatd} console`,
        ]),
  ]
}
