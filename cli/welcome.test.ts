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
