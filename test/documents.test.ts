import { expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Glob } from "bun"
import { generatedDocuments } from "../scripts/write-docs.ts"
import { AUDIT_ACTIONS } from "../src/core/audit.ts"
import { MAILS, PLACEHOLDERS } from "../src/integrations/mail/templates/mails.ts"

const ROOT = join(import.meta.dir, "..")
// Two patterns: Bun finds nothing at all for `{*.md,docs/*.md}`.
const PAGES = ["*.md", "docs/*.md"].flatMap((pattern) => [...new Glob(pattern).scanSync(ROOT)])

for (const [name, text] of Object.entries(generatedDocuments())) {
  test(`${name} is what the schema says; mend it with: bun scripts/write-docs.ts`, () => {
    expect(readFileSync(join(ROOT, name), "utf8")).toBe(text)
  })
}

test("there are pages to look at", () => {
  expect(PAGES).toContain("README.md")
  expect(PAGES).toContain("docs/configuration.md")
})

for (const page of PAGES) {
  test(`the links of ${page} lead somewhere`, () => {
    const text = readFileSync(join(ROOT, page), "utf8")
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target)
    const broken = targets.filter(
      (target) => !/^(https?:|mailto:)/.test(target) && !leadsSomewhere(page, target),
    )
    expect(broken).toEqual([])
  })
}

test("the list of all pages has each of them", () => {
  const list = readFileSync(join(ROOT, "docs/README.md"), "utf8")
  const pages = [...new Glob("docs/*.md").scanSync(ROOT)].map((page) => page.replace("docs/", ""))
  expect(pages.filter((page) => page !== "README.md" && !list.includes(`](${page})`))).toEqual([])
})

test("every setting that the pages name exists", async () => {
  const { CONFIG_KEYS, variableOf } = await import("../src/config/keys.ts")
  const known = new Set(CONFIG_KEYS.map((key) => variableOf(key.path)))
  const others = new Set(["CHATD_CONFIG", "CHATD_CACHE_DIR", "CHATD_SERVER", "CHATD_TOKEN"])
  const named = [...PAGES, "Dockerfile", "deploy/chatd.service"].flatMap(
    (page) => readFileSync(join(ROOT, page), "utf8").match(/\bCHATD_[A-Z_]*[A-Z]\b/g) ?? [],
  )
  expect([...new Set(named)].filter((name) => !known.has(name) && !others.has(name))).toEqual([])
})

test("the page of the command line names every command", () => {
  const page = readFileSync(join(ROOT, "docs/cli.md"), "utf8")
  const main = readFileSync(join(ROOT, "cli/main.ts"), "utf8")
  const commands = [...main.matchAll(/^ {2}"?([a-z-]+)"?: async/gm)].map(([, name = ""]) => name)
  expect(commands).toContain("serve")
  expect(commands.filter((name) => !new RegExp(`\`(?:chatd )?${name}\\b`).test(page))).toEqual([])
})

test("the page of the desk API names every action of the audit log", () => {
  const page = readFileSync(join(ROOT, "docs/desk-api.md"), "utf8")
  expect(AUDIT_ACTIONS.filter((action) => !page.includes(`\`${action}\``))).toEqual([])
})

test("the page of the desk API names every operation", async () => {
  const { deskContract } = await import("../src/api/desk/openapi.ts")
  const page = readFileSync(join(ROOT, "docs/desk-api.md"), "utf8")
  const named = new Set(
    [...page.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/api\/desk[^`?\s]*)/g)].map(operationNamed),
  )
  const missing = deskContract.operations
    .map(({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/:\w+|\{\w+\}/g, "*")}`)
    .filter((operation) => !named.has(operation))
  expect(missing).toEqual([])
})

test("settings of partners are called on the pages as the command line lists them", async () => {
  const { PARTNER_SETTINGS } = await import("../src/config/partner-settings.ts")
  const others = PARTNER_SETTINGS.filter(({ key, path }) => key !== path)
  for (const page of PAGES) {
    const text = readFileSync(join(ROOT, page), "utf8")
    expect({ page, named: others.filter(({ path }) => text.includes(path)) }).toEqual({ page, named: [] })
  }
})

function operationNamed([, method = "", path = ""]: RegExpMatchArray): string {
  return `${method} ${path.replaceAll(/:\w+/g, "*")}`
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = "", anchor] = target.split("#")
  const file = path === "" ? join(ROOT, page) : join(ROOT, dirname(page), path)
  if (!existsSync(file)) return false
  return anchor === undefined || headings(file).includes(anchor)
}

/** As the forges write a heading's anchor. */
function headings(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  )
}

test("docs/mail.md names every mail and every placeholder, and none that there is not", () => {
  const page = readFileSync(join(ROOT, "docs/mail.md"), "utf8")
  const rows = [...page.matchAll(/^\| `([a-z_]+)` \| /gm)].map(([, name]) => name)
  expect(rows.toSorted()).toEqual([...MAILS].toSorted())
  const known = new Set(MAILS.flatMap((mail) => Object.keys(PLACEHOLDERS[mail])))
  const named = new Set([...page.matchAll(/\{\{([a-z_]+)\}\}/g)].map(([, name = ""]) => name))
  expect([...named].toSorted()).toEqual([...known].toSorted())
})
