import type { VisitorIdentity } from "./client-options.ts"

/** What the browser may fill in, and how long the server takes it to be. */
export const CONTACT = {
  name: { type: "text", autocomplete: "name", most: 200 },
  email: { type: "email", autocomplete: "email", most: 254 },
  phone: { type: "tel", autocomplete: "tel", most: 40 },
} as const

/** What an address and a number look like. */
export const GOOD = {
  // Names of other scripts are left to the server.
  email: /^(?!\.|.*\.[.@])[^\s@]+@[^\s@.-][^\s@]*\.[^\s@.]{2,}$/,
  tel: /^\+?[\d\s()./-]{5,}$/,
}

/** Without what the server would refuse of what a page knows: the form asks for it instead. */
export function withoutFaults(identity: VisitorIdentity): VisitorIdentity {
  const { name, email, phone, ...others } = identity
  const known: VisitorIdentity = others
  for (const [field, given] of Object.entries({ name, email, phone })) {
    const { type, most } = CONTACT[field as keyof typeof CONTACT]
    // Pages have no types.
    const value = String(given ?? "").trim()
    if (value && value.length <= most && (type === "text" || GOOD[type].test(value)))
      known[field as keyof typeof CONTACT] = value
  }
  return known
}
