import { z } from "zod"

/** Text that must be there. What is wrong with it is said of what is: a message of `z.string` itself would stand for every check. */
export function requiredText() {
  return z.string({
    error(issue) {
      if (issue.input === undefined) return "is required"
      if (issue.code === "invalid_type") return "must be a string"
      if (issue.code === "too_big") return `must have at most ${issue.maximum} characters`
      return undefined
    },
  })
}
