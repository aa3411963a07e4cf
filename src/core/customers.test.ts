import { expect, test } from "bun:test"
import { customerLabel } from "./customers.ts"

test.each([
  ["crm-17", "Ada", "ada@example.com", "Ada"],
  ["crm-17", null, "ada@example.com", "ada@example.com"],
  ["crm-17", "", "", "crm-17"],
  ["crm-17", undefined, undefined, "crm-17"],
  ["visitor-x7Kq-1aPzR_9Lm", "Ada", null, "Ada"],
  ["visitor-x7Kq-1aPzR_9Lm", null, null, "Visitor x7Kq"],
])("%p with the name %p and the address %p is %p to those who read of them", (id, name, email, label) => {
  expect(customerLabel(id, name, email)).toBe(label)
})
