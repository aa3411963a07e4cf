import { useEffect, useMemo, useState } from "preact/hooks"
import type { ChatConfig } from "../client/chat-api.ts"
import { en } from "../i18n/en.ts"
import type { Texts } from "../i18n/texts.ts"
import { chooseLanguage, createWords, type Words } from "../i18n/words.ts"
import { loadPart } from "./on-use.ts"

type Chosen = ReturnType<typeof chooseLanguage>

/**
 * The words in the configured language or the browser's; undefined while the first are on their way. Later ones replace
 * them once they are there.
 */
export function useWords(config: ChatConfig | undefined): Words | undefined {
  const wanted = config?.locale ?? navigator.languages.join()
  const [loaded, setLoaded] = useState<{ chosen: Chosen; texts: Texts }>()
  useEffect(() => {
    let current = true
    load(chooseLanguage(wanted.split(","))).then((language) => current && setLoaded(language))
    return () => {
      current = false
    }
  }, [wanted])
  return useMemo(
    () => loaded && createWords(loaded.chosen, loaded.texts, config?.texts),
    [loaded, config?.texts],
  )
}

async function load(chosen: Chosen): Promise<{ chosen: Chosen; texts: Texts }> {
  if (chosen.language === "en") return { chosen, texts: en }
  try {
    return { chosen, texts: (await loadPart<{ default: Texts }>(`lang/${chosen.language}`)).default }
  } catch {
    // A chat in English is better than none.
    return { chosen: { language: "en", locale: "en" }, texts: en }
  }
}
