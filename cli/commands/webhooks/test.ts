import type { Command } from "commander"
import type { TestResult } from "../../../src/core/webhooks/test-endpoint.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { EXIT } from "../../failure.ts"
import { paint, printJson } from "../../print.ts"
import { safeText } from "../../terminal-text.ts"
import { parseNumber } from "./number.ts"

export function addTestCommand(webhooks: Command): void {
  withDeskFlags(webhooks.command("test"))
    .description("send it a signed ping, and say what came of it")
    .argument("<webhook>", "its number", parseNumber)
    .addHelpText("after", "\nExample:\n  chatd webhooks test 1\n\nThe exit code is 1 where it was not taken.")
    .action((number: number, flags: DeskFlags, self: Command) => test(number, flags, self))
}

async function test(number: number, flags: DeskFlags, self: Command): Promise<void> {
  const result = await withDesk(self, flags, (desk) => desk.post<TestResult>(`/webhooks/${number}/test`))
  if (!result.ok) process.exitCode = EXIT.no
  if (flags.json) {
    printJson(result)
    return
  }
  const { ok, status, ms, fault, said, remedy } = result
  if (ok) console.log(`${paint("green", "Taken")}: status ${status}, after ${ms} ms.`)
  else console.log(`${paint("red", "Not taken")}, after ${ms} ms. ${fault}`)
  if (said) console.log(`It said: ${safeText(said)}`)
  if (remedy) console.log(remedy)
}
