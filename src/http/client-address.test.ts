import { expect, test } from "bun:test"
import { clientAddress } from "./client-address.ts"

const behindProxy = (forwarded: string) =>
  clientAddress(
    new Request("http://chatd.example/", { headers: { "x-forwarded-for": forwarded } }),
    { requestIP: () => ({ address: "10.0.0.1" }) },
    true,
  )

test.each([
  ["8.8.8.8", ["8.8.8.8", "8.8.8.8:40000", "::ffff:8.8.8.8", "[::ffff:808:808]:443", "6.6.6.6, 8.8.8.8"]],
  [
    "2001:db8:1:2::/64",
    ["2001:db8:1:2::1", "2001:0db8:0001:0002::ffff", "2001:DB8:1:2:3:4:5:6", "[2001:db8:1:2::9]:40000"],
  ],
  ["10.0.0.1", ["", " "]],
  ["what a proxy says who hides it", ["what a proxy says who hides it"]],
])("%s is one address, however it is written", (address, spellings) => {
  for (const spelling of spellings) expect(behindProxy(spelling)).toBe(address)
})

test("networks next to each other are two", () => {
  expect(behindProxy("2001:db8:1:3::1")).not.toBe(behindProxy("2001:db8:1:2::1"))
})

test("without a proxy that is trusted nobody says who they are", () => {
  const request = new Request("http://chatd.example/", { headers: { "x-forwarded-for": "8.8.8.8" } })
  expect(clientAddress(request, { requestIP: () => ({ address: "::ffff:10.0.0.2" }) }, false)).toBe(
    "10.0.0.2",
  )
  expect(clientAddress(request, null, false)).toBe("unknown")
})
