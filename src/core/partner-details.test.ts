import { expect, test } from "bun:test"
import { checkedOrigin } from "./partner-details.ts"

test.each([
  ["https://www.shop.example/path", "https://www.shop.example"],
  ["http://localhost:3000", "http://localhost:3000"],
  ["http://intranet", "http://intranet"],
  ["http://192.168.1.7:8080", "http://192.168.1.7:8080"],
  ["http://[::1]:3000", "http://[::1]:3000"],
  ["https://bücher.example", "https://xn--bcher-kva.example"],
])("%s is the origin %s", (text, origin) => {
  expect(checkedOrigin(text)).toBe(origin)
})

test.each([
  "https://*.shop.example",
  "*",
  "https://shop..example",
  "https://-a.example",
  "null",
  "file:///a",
])("%s is none that a browser would name", (text) => {
  expect(() => checkedOrigin(text)).toThrow("is not an origin such as https://www.example.com")
})
