import { useState } from "preact/hooks"
import { useChat } from "./chat-context.ts"
import { IconButton } from "./icon-button.tsx"

/** Browsers give a clipboard only to secure pages. */
export function CopyButton({ text }: { text: string }) {
  const { words } = useChat()
  const [copied, setCopied] = useState(false)
  if (!navigator.clipboard) return null

  async function copy() {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }

  return (
    <IconButton
      icon={copied ? "check" : "copy"}
      class="copy"
      label={words.say(copied ? "copied" : "copy")}
      onClick={() => void copy().catch(() => setCopied(false))}
    />
  )
}
