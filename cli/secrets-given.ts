import { isSecretSetting, settingName } from "../src/config/partner-settings.ts"
import { askSecret, canAsk, readStdin } from "./ask.ts"
import { CommandFailure, EXIT } from "./failure.ts"

const MOST_BYTES = 10_000
const WITHOUT_VALUE = /^([^=]+)=-$/

/**
 * Settings as they were typed, `key=value`. Arguments are seen by everybody on the machine and stay in the shell's history: a
 * secret that is `-` is asked for at a terminal, else read from standard input.
 */
export async function withSecretsGiven(assignments: readonly string[]): Promise<string[]> {
  const given: string[] = []
  for (const assignment of assignments) {
    const key = WITHOUT_VALUE.exec(assignment)?.[1]
    if (key === undefined || !isSecretSetting(settingName(key))) given.push(assignment)
    else given.push(`${key}=${await secretGiven(key)}`)
  }
  return given
}

async function secretGiven(key: string): Promise<string> {
  const secret = canAsk() ? await askSecret(`${key}: `) : (await readStdin(MOST_BYTES)).trim()
  if (secret === "")
    throw new CommandFailure(`${key}: nothing was given. --unset ${key} takes it away.`, EXIT.usage)
  return secret
}
