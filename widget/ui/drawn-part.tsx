import type { ComponentType } from "preact"
import { useEffect, useState } from "preact/hooks"
import { useChat } from "./chat-context.ts"

interface Props<Given> {
  part: string
  /** What it is, for whoever could not be shown it. */
  label: string
  given: Given
}

/** A part in its place, fetched when the first such one is shown. */
export function DrawnPart<Given extends object>({ part, label, given }: Props<Given>) {
  const { parts, words } = useChat()
  const [Drawn = parts.made[part] as ComponentType<Given> | undefined, setDrawn] =
    useState<ComponentType<Given>>()
  const [failed, setFailed] = useState(false)
  const load = () =>
    void parts.load<ComponentType<Given>>(part).then(
      (component) => setDrawn(() => component),
      () => setFailed(true),
    )
  useEffect(load, [])
  if (Drawn) return <Drawn {...given} />
  return failed ? (
    <button type="button" class="link" onClick={load}>
      {label} · {words.say("retry")}
    </button>
  ) : null
}
