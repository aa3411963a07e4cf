import { describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Glob } from "bun"

const ROOT = join(import.meta.dir, "..")

/**
 * What each room may import of the others; ARCHITECTURE.md says why. A room is a folder, or a file right under `src`.
 * `*` is everything.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  kb: [],
  migrations: [],
  "src/core": [],
  // The names of its texts, which partners may replace.
  "src/config": ["src/email-address.ts", "src/plain-issues.ts", "widget"],
  "src/email-address.ts": [],
  "src/plain-issues.ts": [],
  "src/next-turn.ts": [],
  "src/random.ts": [],
  "src/version.ts": [],
  // The guard of addresses that are fetched.
  "src/integrations": ["kb", "src/email-address.ts"],
  "src/identity": ["src/core"],
  "src/log.ts": ["src/config", "src/masked-line.ts"],
  "src/masked-line.ts": ["src/integrations"],
  "src/native": ["kb"],
  "src/knowledge": ["kb", "src/log.ts"],
  "src/answers": ["kb", "src/core", "src/knowledge", "src/next-turn.ts"],
  "src/storage": [
    "kb",
    "migrations",
    "src/config",
    "src/core",
    "src/email-address.ts",
    "src/knowledge",
    "src/next-turn.ts",
    "src/random.ts",
  ],
  "src/jobs": ["src/config", "src/core", "src/integrations", "src/log.ts", "src/storage"],
  "src/realtime": ["src/core"],
  // Of the build it carries the widget's files, as text.
  "src/http": ["build", "src/core", "src/log.ts", "src/next-turn.ts", "src/plain-issues.ts"],
  // Each contract carries its guide.
  "src/api": [
    "docs",
    "src/config",
    "src/core",
    "src/email-address.ts",
    "src/http",
    "src/next-turn.ts",
    "src/partner-document.ts",
    "src/plain-issues.ts",
    "src/realtime",
  ],
  // Each builds one thing out of the configuration, for the server and for the command line.
  "src/embeddings.ts": ["kb", "src/config", "src/core", "src/native"],
  "src/services.ts": ["src/answers", "src/config", "src/integrations"],
  "src/llm-faults.ts": ["src/answers", "src/log.ts", "src/seldom.ts"],
  "src/seldom.ts": [],
  "src/calm-log.ts": ["src/core", "src/jobs", "src/log.ts", "src/seldom.ts", "src/storage"],
  "src/mail-templates.ts": ["src/core", "src/integrations", "src/storage"],
  "src/mail-out.ts": [
    "src/config",
    "src/core",
    "src/http",
    "src/integrations",
    "src/jobs",
    "src/log.ts",
    "src/storage",
  ],
  "src/external-chatbot.ts": ["src/core", "src/integrations", "src/log.ts", "src/version.ts"],
  "src/health-checks.ts": ["src/api", "src/config", "src/knowledge", "src/storage"],
  "src/bot-answers.ts": ["src/core", "src/jobs", "src/log.ts", "src/realtime", "src/storage"],
  "src/flashback-news.ts": ["src/core", "src/log.ts", "src/realtime", "src/storage"],
  "src/idle-sessions.ts": ["src/core", "src/jobs", "src/log.ts", "src/storage"],
  "src/waiting-news.ts": ["src/core", "src/jobs", "src/log.ts", "src/storage"],
  "src/conversations.ts": [
    "src/api",
    "src/bot-answers.ts",
    "src/config",
    "src/core",
    "src/flashback-news.ts",
    "src/http",
    "src/idle-sessions.ts",
    "src/jobs",
    "src/log.ts",
    "src/other-servers.ts",
    "src/realtime",
    "src/remembered.ts",
    "src/routing.ts",
    "src/staffed.ts",
    "src/storage",
    "src/waiting-news.ts",
  ],
  "src/other-servers.ts": ["src/log.ts", "src/realtime", "src/storage"],
  "src/staffed.ts": ["src/routing.ts"],
  "src/routing.ts": ["src/core", "src/jobs", "src/log.ts", "src/realtime", "src/storage"],
  "src/mail-in.ts": [
    "src/config",
    "src/conversations.ts",
    "src/core",
    "src/integrations",
    "src/jobs",
    "src/log.ts",
    "src/services.ts",
    "src/storage",
  ],
  "src/partner-document.ts": ["src/config", "src/core"],
  "src/freshdesk-back.ts": [
    "src/api",
    "src/config",
    "src/core",
    "src/integrations",
    "src/jobs",
    "src/log.ts",
    "src/storage",
  ],
  "src/retention.ts": ["src/core", "src/jobs", "src/log.ts", "src/partners.ts", "src/storage"],
  "src/partners.ts": ["src/core", "src/remembered.ts", "src/storage"],
  "src/intents.ts": ["kb", "src/answers", "src/core", "src/partners.ts", "src/remembered.ts", "src/storage"],
  "src/desk-knowledge.ts": ["src/answers", "src/core", "src/knowledge", "src/storage"],
  "src/desk.ts": [
    "src/answers",
    "src/api",
    "src/config",
    "src/conversations.ts",
    "src/core",
    "src/http",
    "src/identity",
    "src/intents.ts",
    "src/log.ts",
    "src/mail-templates.ts",
    "src/partners.ts",
    "src/remembered.ts",
    "src/storage",
    "src/webhook-work.ts",
  ],
  "src/webhooks.ts": ["src/webhook-work.ts"],
  "src/webhook-work.ts": [
    "src/api",
    "src/config",
    "src/core",
    "src/integrations",
    "src/log.ts",
    "src/storage",
    "src/version.ts",
  ],
  "src/chatbot.ts": [
    "src/api",
    "src/config",
    "src/conversations.ts",
    "src/core",
    "src/desk.ts",
    "src/partners.ts",
    "src/storage",
  ],
  "src/sites.ts": [
    "src/config",
    "src/core",
    "src/jobs",
    "src/knowledge",
    "src/log.ts",
    "src/remembered.ts",
    "src/storage",
    "src/version.ts",
  ],
  "src/sparing.ts": [],
  "src/metrics.ts": [
    "src/core",
    "src/http",
    "src/integrations",
    "src/sparing.ts",
    "src/storage",
    "src/version.ts",
  ],
  "src/error-reports.ts": ["src/config", "src/integrations", "src/log.ts", "src/version.ts"],
  "src/contracts.ts": ["src/api", "src/http"],
  "src/identities.ts": ["src/core", "src/email-address.ts", "src/identity", "src/partners.ts", "src/storage"],
  "src/once-there.ts": ["src/core", "src/log.ts"],
  "src/knowledge-service.ts": [
    "kb",
    "src/config",
    "src/core",
    "src/embeddings.ts",
    "src/knowledge",
    "src/log.ts",
    "src/native",
    "src/once-there.ts",
    "src/seldom.ts",
    "src/storage",
  ],
  "src/app.ts": ["*"],
  // It runs in pages, and speaks to the server only.
  widget: [],
  cli: ["*"],
  scripts: ["*"],
  bench: ["*"],
}

/** Packages that a room may not know: the core works without any, and each library has one home. */
const FORBIDDEN_PACKAGES: Readonly<Record<string, RegExp>> = {
  "src/core": /./,
  "src/realtime": /./,
  kb: /^(elysia|kysely|pg|pino|commander|bun:sqlite)/,
  migrations: /^(?!kysely$)/,
  "src/answers": /^(elysia|kysely|pg|node:fs|bun:sqlite)/,
  "src/knowledge": /^(elysia|kysely|pg|node:fs|bun:sqlite)/,
  "src/integrations": /^(elysia|kysely|pg|bun:sqlite)/,
  "src/identity": /^(?!jose$|node:crypto$)/,
  "src/jobs": /^(elysia|pg|bun:sqlite)/,
  "src/api": /^(kysely|pg|bun:sqlite|node:fs)/,
  "src/http": /^(kysely|pg|bun:sqlite|node:fs)/,
  "src/storage": /^(elysia|nodemailer|openai)/,
}

interface Import {
  file: string
  from: string
  /** For a file of ours: which, from the root. */
  target: string | undefined
  /** The room that it is in. */
  to: string | undefined
  specifier: string
  /** Nothing of it is left when the code runs. */
  isType: boolean
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^"'`;]*?\bfrom\s+"([^"]+)"|(?:^|\n)\s*import\s+"([^"]+)"|\b(?:import|require|new URL)\(\s*"([^"]+)"/g

/** Every import of the code that ships, types and workers' files included: they bind rooms together as well. */
function imports(): Import[] {
  const files = [...new Glob("{src,cli,kb,migrations,widget,scripts,bench}/**/*.{ts,tsx}").scanSync(ROOT)]
  return files.filter(isShipped).flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8")
    return [...text.matchAll(IMPORT)].map((match): Import => {
      const specifier = match[1] ?? match[2] ?? match[3] ?? ""
      const target = specifier.startsWith(".") ? join(dirname(file), specifier) : undefined
      const isType = /^\s*(?:import|export)\s+type\b/.test(match[0])
      return { file, from: roomOf(file), target, to: target && roomOf(target), specifier, isType }
    })
  })
}

function isShipped(file: string): boolean {
  return !/\.test\.ts$|\.d\.ts$|\/testing|\/fake-/.test(file)
}

function roomOf(path: string): string {
  const [first = "", second = ""] = path.split("/")
  return first === "src" ? `src/${second}` : first
}

const ALL = imports()

describe("the rooms", () => {
  test("are all known here", () => {
    expect([...new Set(ALL.map((one) => one.from))].filter((room) => !(room in ALLOWED))).toEqual([])
    expect(ALL.length).toBeGreaterThan(300)
  })

  test("import only what they may", () => {
    const faults = ALL.filter(({ from, to }) => {
      const allowed = ALLOWED[from] ?? []
      return to !== undefined && to !== from && !allowed.includes("*") && !allowed.includes(to)
    })
    expect(faults.map(({ file, to }) => `${file} imports ${to}`)).toEqual([])
  })

  test("are allowed nothing that they do not use", () => {
    const used = new Set(ALL.map(({ from, to }) => `${from} imports ${to}`))
    const allowed = Object.entries(ALLOWED).flatMap(([room, others]) =>
      others.filter((other) => other !== "*").map((other) => `${room} imports ${other}`),
    )
    expect(allowed.filter((one) => !used.has(one))).toEqual([])
  })

  test("keep each library in its home", () => {
    const faults = ALL.filter(
      ({ from, to, specifier }) => to === undefined && FORBIDDEN_PACKAGES[from]?.test(specifier),
    )
    expect(faults.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })

  test("form no circle", () => {
    const edges = new Map<string, Set<string>>()
    for (const { from, to } of ALL) {
      if (to === undefined || to === from) continue
      edges.set(from, (edges.get(from) ?? new Set()).add(to))
    }
    expect(circle(edges)).toEqual([])
  })
})

/** What is left when whatever imports none of the rest, or is imported by none of it, is taken away. */
function circle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const importers = new Map<string, Set<string>>()
  for (const [from, targets] of edges)
    for (const to of targets) importers.set(to, (importers.get(to) ?? new Set()).add(from))
  let rest = new Set(edges.keys())
  for (;;) {
    const meets = (others: ReadonlySet<string> = new Set()) => [...others].some((other) => rest.has(other))
    const left = [...rest].filter((one) => meets(edges.get(one)) && meets(importers.get(one)))
    if (left.length === rest.size) return left
    rest = new Set(left)
  }
}

test("no files form a circle when they run", () => {
  const edges = new Map<string, Set<string>>()
  for (const { file, target, isType } of ALL) {
    if (target !== undefined && !isType) edges.set(file, (edges.get(file) ?? new Set()).add(target))
  }
  expect(circle(edges)).toEqual([])
})

test("nothing imports the server or the command line but what starts them", () => {
  const faults = ALL.filter(
    ({ from, to }) => (to === "src/app.ts" && from !== "cli") || (to === "cli" && from !== "cli"),
  )
  expect(faults.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
})

test("a contract does not know another", () => {
  const contractOf = (path = "") => /^src\/api\/([^/]+)\//.exec(path)?.[1]
  const faults = ALL.filter(({ file, target }) => {
    const [own, other] = [contractOf(file), contractOf(target)]
    return own !== undefined && other !== undefined && other !== own
  })
  expect(faults.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
})

test("what ships imports nothing that is for tests", () => {
  const faults = ALL.filter(
    ({ from, to, target = "" }) => from !== "bench" && (to === "test" || !isShipped(target)),
  )
  expect(faults.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
})

test("the core asks nothing of its surroundings: what it needs are ports", () => {
  const SURROUNDINGS =
    /\b(?:Bun|process|console|fetch|setTimeout|setInterval|setImmediate|performance|Date\.now|Math\.random)(?=[.(])|new Date\(\)/
  const files = [...new Glob("src/core/**/*.ts").scanSync(ROOT)].filter(isShipped)
  expect(files.filter((file) => SURROUNDINGS.test(readFileSync(join(ROOT, file), "utf8")))).toEqual([])
})
