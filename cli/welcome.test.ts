import { afterEach, expect, mock, spyOn, test } from "bun:test"
import pino from "pino"
import { loadConfig } from "../src/config/load.ts"
import { welcome } from "./welcome.ts"

afterEach(() => mock.restore())

test.each(["0.0.0.0", "[::]", "127.0.0.1"])(
  "what listens on %s is opened under this machine's own name",
  async (host) => {
    const said: string[] = []
    spyOn(console, "log").mockImplementation((text: string) => {
      said.push(text)
    })
    await welcome({
      config: loadConfig({ environment: {} }),
      url: new URL(`http://${host}:8123/`),
      demo: { partnerId: "partner-demo", keys: undefined, hasAgents: true },
      log: pino({ enabled: false }),
    })
    expect(said.join("\n")).toContain("http://localhost:8123/docs")
  },
)

test("what a new demo says fits into a terminal of 80 columns, in one column", async () => {
  const said: string[] = []
  spyOn(console, "log").mockImplementation((text: string) => {
    said.push(text)
  })
  await welcome({
    config: loadConfig({ environment: {} }),
    url: new URL("http://127.0.0.1:18000/"),
    demo: {
      partnerId: "partner-demo",
      keys: { apiKey: `sk_${"x".repeat(40)}`, widgetKey: "pk_demo", identitySecret: "is_demo" },
      hasAgents: true,
    },
    log: pino({ enabled: false }),
  })
  const lines = said.join("\n").split("\n")
  expect(lines.filter((line) => Bun.stringWidth(line) > 80)).toEqual([])
  for (const [name, value] of [
    ["Open", "http://"],
    ["Partner", "partner-"],
    ["API key", "sk_"],
    ["Widget key", "pk_"],
  ])
    expect(lines.find((line) => line.startsWith(`  ${name} `))?.indexOf(String(value))).toBe(14)
})
