/** What the button is called where it is not "Chat"; the other words come with the chat itself. */
const LABELS: Readonly<Record<string, string>> = {
  ar: "الدردشة",
  he: "צ׳אט",
  hi: "चैट",
  ja: "チャット",
  tr: "Sohbet",
  zh: "聊天",
}

export function launcherLabel(locale: string): string {
  return LABELS[locale.toLowerCase().split("-")[0] as string] ?? "Chat"
}
