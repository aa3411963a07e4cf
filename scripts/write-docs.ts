/**
 * Writes the documents that follow from the code: docs/configuration.md and chatd.sample.toml. A test holds them to it.
 *
 * Usage: bun scripts/write-docs.ts
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { CONFIG_KEYS, type ConfigKey, variableOf } from "../src/config/keys.ts"
import { sampleConfig } from "../src/config/sample.ts"
import { SECRET_KEYS } from "../src/config/schema.ts"

const ROOT = join(import.meta.dir, "..")

/** What each section is for, in the order of the schema; the first is that of keys outside any. */
const SECTIONS: Readonly<Record<string, string>> = {
  "": "Where data is kept",
  encryption: "what people said, sealed in the database",
  server: "the HTTP server",
  log: "the log, on standard error",
  partners: "registration of partners",
  crm: "the CRM contract",
  kb: "reading documents in",
  external_chatbot: "chatbots of partners' own",
  webhooks: "events to partners' servers",
  metrics: "figures for Prometheus",
  sentry: "reports of errors (optional)",
  embeddings: "the embedding model",
  llm: "a language model (optional)",
  smtp: "mail that goes out (optional)",
  imap: "mail that comes in (optional)",
  google: "Google accounts (optional)",
  freshdesk: "Freshdesk (optional)",
}

/** File name to content. */
export function generatedDocuments(): Record<string, string> {
  return { "docs/configuration.md": configurationPage(), "chatd.sample.toml": sampleConfig() }
}

function configurationPage(): string {
  const sections = [...new Set(CONFIG_KEYS.map(sectionOf))].map((section) => {
    const rows = CONFIG_KEYS.filter((key) => sectionOf(key) === section).map(row)
    const title = SECTIONS[section] ?? section
    return [
      `## ${section ? `\`[${section}]\`: ${title}` : title}`,
      "",
      "| setting | variable | default | meaning |",
      "|---|---|---|---|",
      ...rows,
    ].join("\n")
  })
  return `${[INTRODUCTION, ...sections].join("\n\n")}\n`
}

const INTRODUCTION = `# Configuration

<!-- Written by scripts/write-docs.ts from src/config/schema.ts: change the schema, not this page. -->

chatd runs without any configuration. What you change goes into a TOML file, into variables, or onto the command line;
a flag wins over a variable, a variable over the file, the file over the default.

- The file is \`chatd.toml\` in the folder where chatd is started, or what \`--config FILE\` or \`CHATD_CONFIG\` names.
  [chatd.sample.toml](../chatd.sample.toml) holds every setting; \`chatd config sample\` prints it.
- Each setting has a variable: \`server.port\` is \`CHATD_SERVER_PORT\`. An empty one counts as not set.
- \`OPENAI_API_KEY\`, \`OPENAI_BASE_URL\` and \`OPENAI_MODEL\` are read as well; the \`CHATD_LLM_*\` variables win over them.
- \`CHATD_CACHE_DIR\` is no setting of the file: it names the folder into which the binary unpacks its libraries and its model.

\`chatd config check\` names every fault at once, with the nearest valid name for a misspelt one, or shows the settings in
force with secrets hidden. A server with a faulty configuration does not start (exit code 2).`

function sectionOf(key: ConfigKey): string {
  return key.path.includes(".") ? (key.path.split(".")[0] ?? "") : ""
}

function row(key: ConfigKey): string {
  const initial = key.default === undefined || key.default === "" ? "" : `\`${String(key.default)}\``
  const secret = SECRET_KEYS.has(key.path) ? " Secret." : ""
  const meaning = `${key.description}${secret}`.replaceAll("|", "\\|")
  return `| \`${key.path}\` | \`${variableOf(key.path)}\` | ${initial} | ${meaning} |`
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(generatedDocuments())) writeFileSync(join(ROOT, name), text)
}
