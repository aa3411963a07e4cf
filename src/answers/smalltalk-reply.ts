import type { SmalltalkKind } from "../../kb/smalltalk.ts"

type Answered = Exclude<SmalltalkKind, "human">

const REPLIES: Record<Answered, string> = {
  greeting: "Hello! What can I help you with?",
  thanks: "You're welcome! Is there anything else I can help with?",
  goodbye: "Goodbye, and have a good day!",
  affirmation: "Glad to hear it! Is there anything else I can help with?",
  bot: "I'm the support assistant, a program. I answer from our documentation, and I can pass you on to a person at any time: just ask.",
}

interface Translation {
  /** Words that only this language says so. */
  spoken: RegExp
  replies: Partial<Record<Answered, string>>
}

const TRANSLATIONS: readonly Translation[] = [
  {
    spoken: /\b(?:hallo|guten|moin|servus|danke\w*|vielen|tsch[uü]ss?|wiedersehen|wie geht)\b/i,
    replies: {
      greeting: "Hallo! Wobei kann ich helfen?",
      thanks: "Gern geschehen! Kann ich sonst noch helfen?",
      goodbye: "Auf Wiedersehen und einen schönen Tag!",
    },
  },
  {
    spoken: /\b(?:bonjour|bonsoir|salut|merci|au revoir|[cç]a va)\b/i,
    replies: {
      greeting: "Bonjour ! En quoi puis-je vous aider ?",
      thanks: "Je vous en prie ! Puis-je vous aider pour autre chose ?",
      goodbye: "Au revoir et bonne journée !",
    },
  },
  {
    spoken: /\b(?:hola|buen[oa]s|gracias|adi[oó]s|hasta)\b/i,
    replies: {
      greeting: "¡Hola! ¿En qué puedo ayudar?",
      thanks: "¡De nada! ¿Puedo ayudar en algo más?",
      goodbye: "¡Adiós, que tenga un buen día!",
    },
  },
  {
    spoken: /\b(?:ol[aá]|bom dia|boa (?:tarde|noite)|obrigad[oa]|tchau|tudo bem)/i,
    replies: {
      greeting: "Olá! Em que posso ajudar?",
      thanks: "De nada! Posso ajudar em mais alguma coisa?",
      goodbye: "Até logo e tenha um bom dia!",
    },
  },
  {
    spoken: /\b(?:ciao|buon\w+|salve|grazie|arrivederci)\b/i,
    replies: {
      greeting: "Ciao! Come posso aiutare?",
      thanks: "Prego! Posso aiutare in altro?",
      goodbye: "Arrivederci e buona giornata!",
    },
  },
  {
    spoken: /\b(?:hoi|goede\w+|goedendag|bedankt|hartelijk|dank(?:je|uwel| je| u)\w*|tot ziens|doei)\b/i,
    replies: {
      greeting: "Hallo! Waarmee kan ik helpen?",
      thanks: "Graag gedaan! Kan ik nog ergens mee helpen?",
      goodbye: "Tot ziens en een fijne dag!",
    },
  },
  {
    spoken:
      /(?<!\p{L})(?:merhaba|selam|g[uü]nayd[ıi]n|iyi (?:g[uü]nler|ak[sş]amlar|geceler)|nas[ıi]ls[ıi]n|(?:[cç]ok )?te[sş]ekk[uü]r|sa[gğ] ?ol|ho[sş][cç]a|g[uü]le|g[oö]r[uü][sş]|tamam|anlad[ıi]m|harika)/iu,
    replies: {
      greeting: "Merhaba! Size nasıl yardımcı olabilirim?",
      thanks: "Rica ederim! Yardımcı olabileceğim başka bir konu var mı?",
      goodbye: "Hoşça kalın, iyi günler!",
      affirmation: "Sevindim! Yardımcı olabileceğim başka bir konu var mı?",
    },
  },
  {
    spoken: /\p{Script=Arabic}/u,
    replies: {
      greeting: "مرحبا! كيف يمكنني مساعدتك؟",
      thanks: "على الرحب والسعة! هل يمكنني مساعدتك في شيء آخر؟",
      goodbye: "مع السلامة، أتمنى لك يوما سعيدا!",
      affirmation: "يسعدني ذلك! هل يمكنني مساعدتك في شيء آخر؟",
    },
  },
  {
    spoken: /\p{Script=Hebrew}/u,
    replies: {
      greeting: "שלום! איך אפשר לעזור?",
      thanks: "בשמחה! אפשר לעזור בעוד משהו?",
      goodbye: "להתראות ויום נעים!",
      affirmation: "שמח לשמוע! אפשר לעזור בעוד משהו?",
    },
  },
  {
    spoken: /\p{Script=Devanagari}/u,
    replies: {
      greeting: "नमस्ते! मैं आपकी क्या मदद कर सकता हूँ?",
      thanks: "आपका स्वागत है! क्या मैं और कोई मदद कर सकता हूँ?",
      goodbye: "अलविदा, आपका दिन शुभ हो!",
      affirmation: "जानकर खुशी हुई! क्या मैं और कोई मदद कर सकता हूँ?",
    },
  },
  {
    spoken: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
    replies: {
      greeting: "こんにちは！どのようなご用件でしょうか？",
      thanks: "どういたしまして！ほかにお手伝いできることはありますか？",
      goodbye: "さようなら。よい一日をお過ごしください！",
      affirmation: "よかったです！ほかにお手伝いできることはありますか？",
    },
  },
  {
    spoken: /\p{Script=Han}/u,
    replies: {
      greeting: "您好！请问有什么可以帮您？",
      thanks: "不客气！还有什么可以帮您的吗？",
      goodbye: "再见，祝您愉快！",
      affirmation: "太好了！还有什么可以帮您的吗？",
    },
  },
]

/** A short reply, in the language of the message where we speak it. */
export function smalltalkReply(kind: Answered, message: string): string {
  const translation = TRANSLATIONS.find(({ spoken }) => spoken.test(message))
  return translation?.replies[kind] ?? REPLIES[kind]
}
