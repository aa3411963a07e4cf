import { afterEach, beforeEach, expect, test } from "bun:test"
import { chmodSync, globSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { nativeFiles } from "../scripts/native-parts.ts"
import { binaryAlone } from "./binary.ts"

let chatd: ReturnType<typeof binaryAlone>
beforeEach(() => {
  chatd = binaryAlone()
})
afterEach(() => chatd.remove())

/** Has the library ask for what no machine has, as one of today asks for what an older one has not. */
function asksForMore(library: string, from: string, to: string): void {
  const [path = ""] = globSync(join(chatd.folder, "home/.cache/chatd/*", library))
  chmodSync(path, 0o700)
  writeFileSync(path, readFileSync(path, "latin1").replaceAll(from, to), "latin1")
}

test.each([
  ["the C library is too old", "GLIBC_2.34", "GLIBC_2.99", "GLIBC_2.99' not found"],
  [
    "there is no C++ library",
    "libstdc++.so.6",
    "libstdc++.so.9",
    "libstdc++.so.9: cannot open shared object",
  ],
])("where %s, every command says what chatd needs, and doctor finds it", async (_, from, to, missing) => {
  expect(await chatd.run(["doctor"])).toMatchObject({ code: 0 })
  asksForMore("usearch.node", from, to)

  expect(await chatd.run(["--version"])).toMatchObject({ code: 0, err: "" })
  const { code, out } = await chatd.run(["doctor"])
  expect({ code, model: /fault +model +(.*)/.exec(out)?.[1] }).toEqual({
    code: 1,
    model: expect.stringContaining(missing),
  })
  expect(await chatd.run(["serve", "--port", "0"])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^This machine .* it needs glibc 2\.34 and libstdc\+\+ of GCC 11 or newer/),
  })
})

test.each(["linux-x64", "linux-arm64"] as const)(
  "of %s the documents ask for what its libraries ask for",
  (target) => {
    const libraries = nativeFiles(target).map((path) => readFileSync(path, "latin1"))
    const newest = (of: string) =>
      libraries
        .flatMap((library) => [...library.matchAll(new RegExp(`\\b${of}_(\\d+(?:\\.\\d+)+)`, "g"))])
        .map(([, version = ""]) => version)
        .sort((one, other) => one.localeCompare(other, "en", { numeric: true }))
        .at(-1)
    // 3.4.29 is GCC 11's.
    expect({ c: newest("GLIBC"), cxx: newest("GLIBCXX") }).toEqual({ c: "2.34", cxx: "3.4.29" })
    for (const page of ["README.md", "docs/operating.md", "kb/demo/requirements.md"])
      expect(readFileSync(join(import.meta.dir, "..", page), "utf8")).toContain("glibc 2.34")
  },
)
