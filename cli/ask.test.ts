import { expect, test } from "bun:test"
import { inTerminal } from "../test/terminal.ts"

test("a password is asked for once the terminal shows nothing of what is typed", async () => {
  const asking = `
    import { askSecret } from "${import.meta.dir}/ask.ts"
    const happened = []
    const { stdin, stderr } = process
    const [raw, write] = [stdin.setRawMode.bind(stdin), stderr.write.bind(stderr)]
    stdin.setRawMode = (on) => (happened.push(on ? "hidden" : "shown"), raw(on))
    stderr.write = (text) => (happened.push(text.trim()), write(text))
    await askSecret("Password: ")
    console.log(happened.filter(Boolean).join(" "))`
  const terminal = inTerminal([process.execPath, "-e", asking], { cwd: import.meta.dir })
  await terminal.shows("Password:")
  terminal.type("correct horse\r")
  await terminal.shows("shown")
  expect(terminal.text()).toContain("hidden Password: shown")
  await terminal.end()
})
