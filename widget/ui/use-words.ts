import { useEffect, useMemo, useState } from "preact/hooks"
import type { ChatConfig } from "../client/chat-api.ts"
import { en } from "../i18n/en.ts"
import type { Texts } from "../i18n/texts.ts"
import { chooseLanguage, createWords, type Language, type Words } from "../i18n/words.ts"
import { loadPart } from "./on-use.ts"

/** The words in the configured language or the browser's; undefined while they are on their way. */
export function useWords(config: ChatConfig | undefined): Words | undefined {
  const wanted = config?.locale ?? navigator.languages.join()
  const chosen = useMemo(() => chooseLanguage(wanted.split(",")), [wanted])
  const [loaded, setLoaded] = useState<{ language: string; texts: Texts }>({ language: "en", texts: en })
  useEffect(() => {
    const { language } = chosen
    if (language === loaded.language) return
    let current = true
    textsOf(language).then((texts) => current && setLoaded({ language, texts }))
    return () => {
      current = false
    }
  }, [chosen])
  return useMemo(
    () =>
      loaded.language === chosen.language ? createWords(chosen, loaded.texts, config?.texts) : undefined,
    [loaded, chosen, config?.texts],
  )
}

async function textsOf(language: Language): Promise<Texts> {
  if (language === "en") return en
  try {
    return (await loadPart<{ default: Texts }>(`lang/${language}`)).default
  } catch {
    // A chat in English is better than none.
    return en
  }
}
