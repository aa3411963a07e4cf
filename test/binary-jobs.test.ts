import { afterAll, expect, test } from "bun:test"
import { binaryAlone } from "./binary.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

test("of more jobs than it shows chatd jobs list says so", async () => {
  await chatd.run(["partner", "create", "--name", "Acme", "--domain", "acme.example"])
  const mail = { CHATD_SMTP_HOST: "127.0.0.1", CHATD_SMTP_FROM: "Acme <support@acme.example>" }
  const ticket = ["ticket", "create", "It leaks", "--name", "Ada", "--email", "ada@example.com"]
  for (let i = 0; i < 2; i++) expect((await chatd.run(ticket, mail)).code).toBe(0)
  const some = await chatd.run(["jobs", "list", "--limit", "3"])
  expect(some.out.match(/mail: /g)).toHaveLength(3)
  expect(some.out).toEndWith("\nThere are more; --limit shows them.\n")
  const all = await chatd.run(["jobs", "list"])
  expect(all.out.match(/mail: /g)).toHaveLength(4)
  expect(all.out).not.toContain("There are more")
})
