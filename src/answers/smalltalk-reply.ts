import type { SmalltalkKind } from "../../kb/smalltalk.ts"

const REPLIES: Record<Exclude<SmalltalkKind, "human">, string> = {
  greeting: "Hello! What can I help you with?",
  wellbeing: "I'm well, thank you! What can I help you with?",
  thanks: "You're welcome! Is there anything else I can help with?",
  farewell: "Goodbye, and have a good day!",
  praise: "Glad to hear it! Is there anything else I can help with?",
  identity:
    "I'm the support assistant, a program. I answer from our documentation, and I can pass you on to a person at any time: just ask.",
}

const TRANSLATED: Record<string, Partial<typeof REPLIES>> = {
  de: {
    greeting: "Hallo! Wobei kann ich helfen?",
    thanks: "Gern geschehen! Kann ich sonst noch helfen?",
    farewell: "Auf Wiedersehen und einen schönen Tag!",
  },
  fr: {
    greeting: "Bonjour ! En quoi puis-je vous aider ?",
    thanks: "Je vous en prie ! Puis-je vous aider pour autre chose ?",
    farewell: "Au revoir et bonne journée !",
  },
  es: {
    greeting: "¡Hola! ¿En qué puedo ayudar?",
    thanks: "¡De nada! ¿Puedo ayudar en algo más?",
    farewell: "¡Adiós, que tenga un buen día!",
  },
  pt: {
    greeting: "Olá! Em que posso ajudar?",
    thanks: "De nada! Posso ajudar em mais alguma coisa?",
    farewell: "Até logo e tenha um bom dia!",
  },
  it: {
    greeting: "Ciao! Come posso aiutare?",
    thanks: "Prego! Posso aiutare in altro?",
    farewell: "Arrivederci e buona giornata!",
  },
  nl: {
    greeting: "Hallo! Waarmee kan ik helpen?",
    thanks: "Graag gedaan! Kan ik nog ergens mee helpen?",
    farewell: "Tot ziens en een fijne dag!",
  },
}

/** A short reply in the language of the phrase. */
export function smalltalkReply(kind: keyof typeof REPLIES, language: string): string {
  return TRANSLATED[language]?.[kind] ?? REPLIES[kind]
}
