import { useEffect, useMemo, useState } from "preact/hooks"
import type { ChatConfig } from "../client/chat-api.ts"
import { en } from "../i18n/en.ts"
import type { Texts } from "../i18n/texts.ts"
import { chooseLanguage, createWords, type Words } from "../i18n/words.ts"
import { loadPart } from "./on-use.ts"

/** The words in the configured language or the browser's; undefined while they are on their way. */
export function useWords(config: ChatConfig | undefined): Words | undefined {
  const wanted = config?.locale ?? navigator.languages.join()
  const chosen = useMemo(() => chooseLanguage(wanted.split(",")), [wanted])
  const [loaded, setLoaded] = useState<{ language: string; texts: Texts }>({ language: "en", texts: en })
  useEffect(() => {
    const { language } = chosen
    if (language === loaded.language) return
    loadPart<{ default: Texts }>(`lang/${language}`)
      .then((part) => part.default)
      // A chat in English is better than none.
      .catch(() => en)
      .then((texts) => setLoaded({ language, texts }))
  }, [chosen])
  return useMemo(
    () =>
      loaded.language === chosen.language ? createWords(chosen, loaded.texts, config?.texts) : undefined,
    [loaded, chosen, config?.texts],
  )
}
