import { describe, expect, test } from "bun:test"
import { faultOf } from "./testing-fault.ts"

const RESET =
  '## Reset your password\n\nClick "Forgot password?" on the sign-in page and enter your email address. Passwords cannot be shared.'
const STEPS = '1. Click "Forgot password?" on the sign-in page.\n2. Enter your email address.'

describe("what is said out of courtesy", () => {
  test.each([
    "Follow these steps:",
    "To reset your password, follow these steps:",
    "To reset your password, please do the following:",
    "Yes, you can. Here's how:",
    "Of course! Here are the steps:",
    "No problem, here is how to do it:",
  ])("leads to a list: %s", async (leadIn) => {
    expect(await faultOf(RESET, `${leadIn}\n\n${STEPS}`)).toBeUndefined()
  })

  test.each(["So geht es:", "Gehen Sie wie folgt vor:", "Gerne! Folgen Sie diesen Schritten:"])(
    "leads to a list: %s",
    async (leadIn) => {
      const text =
        "Klicken Sie auf der Anmeldeseite auf „Passwort vergessen?“ und geben Sie Ihre E-Mail-Adresse ein."
      const steps =
        "1. Klicken Sie auf der Anmeldeseite auf „Passwort vergessen?“.\n2. Geben Sie Ihre E-Mail-Adresse ein."
      expect(await faultOf(text, `${leadIn}\n\n${steps}`)).toBeUndefined()
    },
  )

  test.each([
    "I hope this helps!",
    "Let me know if you have any other questions.",
    "If you need further help, just ask.",
    "Feel free to reach out if you have further questions.",
  ])("ends an answer: %s", async (end) => {
    expect(await faultOf(RESET, `${STEPS}\n\n${end}`)).toBeUndefined()
  })

  test.each([
    ["To get a refund, follow these steps:", "do not say"],
    ["Of course! Passwords cannot be shared.", "bare"],
    ["Sure, passwords can be shared.", "opposite"],
    ["I hope this helps! We are always open.", "do not say"],
  ])("bears nothing out: %s", async (said, why) => {
    expect(await faultOf(RESET, `${said}\n\n${STEPS}`)).toContain(why)
  })
})
