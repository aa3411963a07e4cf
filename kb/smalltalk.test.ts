import { describe, expect, test } from "bun:test"
import { type SmalltalkKind, type SpokenLanguage, smalltalk } from "./smalltalk.ts"

const CASES: [string, SmalltalkKind | undefined][] = [
  ["hi", "greeting"],
  ["Hello there!", "greeting"],
  ["heyyy", "greeting"],
  ["Good morning, how are you?", "greeting"],
  ["Guten Tag", "greeting"],
  ["¡Hola!", "greeting"],
  ["is anybody there?", "greeting"],
  ["thx", "thanks"],
  ["ok thank you so much", "thanks"],
  ["Thanks for your help, bye!", "goodbye"],
  ["thank u", "thanks"],
  ["gr8 thx for ur help", "thanks"],
  ["thnaks!", "thanks"],
  ["hello my friend", "greeting"],
  ["I'll try that", "affirmation"],
  ["one moment please", "done"],
  ["sorry, it does not work", "unhelped"],
  ["sorry for the late reply, how do I pay?", undefined],
  ["wait, how do I pay?", undefined],
  ["the app is useless", undefined],
  ["let me check my order", undefined],
  ["Merci beaucoup", "thanks"],
  ["vielen Dank", "thanks"],
  ["bye bye", "goodbye"],
  ["Have a nice day", "goodbye"],
  ["tschüß", "goodbye"],
  ["are you a bot?", "bot"],
  ["Are you a real person or a robot?", "bot"],
  ["am I talking to a human?", "bot"],
  ["I want to talk to a human", "human"],
  ["can I speak with a real person please", "human"],
  ["agent", "human"],
  ["human please!", "human"],
  ["hi, please connect me to an agent", "human"],
  ["let me talk to someone", "human"],
  ["get me a human", "human"],
  ["transfer me to customer service", "human"],
  ["ich möchte mit einem Menschen sprechen", "human"],
  ["quiero hablar con una persona", "human"],
  ["call me", "human"],
  ["Can somebody ring me back, please?", "human"],
  ["no AI please", "human"],
  ["I don't want a bot", "human"],
  ["Können Sie mich anrufen?", "human"],
  ["rufen Sie mich bitte zurück", "human"],
  ["bitte keine KI", "human"],
  ["Pouvez-vous me rappeler ?", "human"],
  ["llámame por favor", "human"],
  ["mi può richiamare?", "human"],
  ["podem me ligar?", "human"],
  ["kunt u mij terugbellen?", "human"],
  ["geen chatbot, een mens graag", "human"],
  ["create a ticket", "human"],
  ["Open a support ticket, please", "human"],
  ["can you please raise a ticket for me?", "human"],
  ["I need a ticket", "human"],
  ["Bitte ein Ticket erstellen", "human"],
  ["Je voudrais ouvrir un ticket", "human"],
  ["Quiero crear un ticket", "human"],
  ["ok", "affirmation"],
  ["merhaba", "greeting"],
  ["TEŞEKKÜRLER!", "thanks"],
  ["çok teşekkür ederim", "thanks"],
  ["güle güle", "goodbye"],
  ["dankjewel", "thanks"],
  ["heel erg bedankt", "thanks"],
  ["dank je wel", "thanks"],
  ["مرحبا", "greeting"],
  ["شكراً جزيلاً", "thanks"],
  ["مع السلامة", "goodbye"],
  ["שלום", "greeting"],
  ["תודה רבה!", "thanks"],
  ["להתראות", "goodbye"],
  ["नमस्ते", "greeting"],
  ["बहुत धन्यवाद", "thanks"],
  ["ठीक है, धन्यवाद", "thanks"],
  ["こんにちは", "greeting"],
  ["ありがとうございます。", "thanks"],
  ["さようなら", "goodbye"],
  ["你好！", "greeting"],
  ["好的，谢谢", "thanks"],
  ["再见", "goodbye"],
  ["👍", "affirmation"],
  ["👋", "greeting"],
  ["🙏🙏🏽", "thanks"],
  ["❤️", "affirmation"],
  ["😡", undefined],
  ["谢谢，但是我的订单在哪里？", undefined],
  ["merhaba, siparişim nerede?", undefined],
  ["hi, how do I reset my password", undefined],
  ["thanks, but where is my refund?", undefined],
  ["hello, my order 1234 is late", undefined],
  ["how do I transfer money to someone", undefined],
  ["how do I create a ticket", undefined],
  ["can I open a ticket for a colleague of mine", undefined],
  ["I need a ticket for the concert", undefined],
  ["ticket", undefined],
  ["can I talk to a human about my invoice from May", undefined],
  ["will you call me before the delivery", undefined],
  ["do you call me?", undefined],
  ["can I call you", undefined],
  ["no bot detection in the API", undefined],
  ["Können Sie mich vor der Lieferung anrufen?", undefined],
  ["where can I see the agent's commission", undefined],
  ["good morning routine settings", undefined],
  ["what are your opening hours", undefined],
  ["do you offer human translation", undefined],
  ["how are you calculating the fee", undefined],
  ["is this a bot compatible device", undefined],
  ["later payment", undefined],
  ["fine for late return", undefined],
  ["no good", undefined],
  ["That's not what I asked!", "unhelped"],
  ["it still doesn't work", "unhelped"],
  ["that didn't help, thanks", "unhelped"],
  ["Das habe ich schon versucht", "unhelped"],
  ["ça ne marche pas", "unhelped"],
  ["ya lo intenté", "unhelped"],
  ["还是不行", "unhelped"],
  ["are you sure?", "doubt"],
  ["Stimmt das wirklich?", "doubt"],
  ["really, thanks!", "thanks"],
  ["my printer doesn't work", undefined],
  ["are you sure that I can return it?", undefined],
  ["can you help me with my order?", undefined],
  ["I have a question about my bill", undefined],
  ["I need help logging in", undefined],
  ["no thanks to your update nothing works", undefined],
  ["what can you do about a lost parcel", undefined],
  ["Ich habe eine Frage zu meiner Rechnung", undefined],
  ["Danke, und wie lange dauert das?", undefined],
  ["merci de me rembourser", undefined],
  ["gracias, ¿y el envío?", undefined],
  ["好看的衣服有吗", undefined],
  ["请问怎么退货", undefined],
  ["", undefined],
]

/** What opens and ends most talks, as people write it. */
const OPENED_AND_ENDED: [SpokenLanguage, Partial<Record<SmalltalkKind, string[]>>][] = [
  [
    "en",
    {
      opening: ["Hi, I have a question", "Can you help me?", "I need some help please", "help!!"],
      thanks: ["thank you, that worked!", "great, that answers my question, thanks"],
      done: ["no thanks", "nope, that's all", "Thanks, that's all I needed", "never mind"],
      bot: ["what's your name?", "What can you help me with?"],
      goodbye: ["thx bye"],
    },
  ],
  [
    "de",
    {
      opening: [
        "Guten Tag, ich hätte da mal eine Frage",
        "Können Sie mir bitte helfen?",
        "ich brauche Hilfe",
      ],
      thanks: ["Danke, das hat geholfen!", "Vielen lieben Dank", "Alles klar, danke"],
      done: ["Nein danke, das war alles", "hat sich erledigt"],
      bot: ["Spreche ich mit einem Menschen?", "Wie heißt du?"],
      goodbye: ["Danke schön und schönen Tag noch", "Bis bald!"],
      greeting: ["Hallo zusammen"],
    },
  ],
  [
    "fr",
    {
      opening: ["Bonjour, j’ai une petite question", "Pouvez-vous m'aider ?"],
      thanks: ["Merci pour votre aide !", "Parfait, merci"],
      done: ["Non merci, c'est tout"],
      bot: ["Êtes-vous un robot ?"],
      goodbye: ["Merci, bonne journée"],
    },
  ],
  [
    "es",
    {
      opening: ["Hola, tengo una duda", "¿Me puedes ayudar?"],
      thanks: ["Muchas gracias por su ayuda"],
      done: ["No, gracias, eso es todo"],
      bot: ["¿Es usted un robot?"],
      goodbye: ["Que tenga un buen día"],
    },
  ],
  [
    "pt",
    {
      opening: ["Olá, tenho uma dúvida"],
      thanks: ["Obrigada pela ajuda!"],
      done: ["Não, obrigado. É só isso"],
    },
  ],
  [
    "it",
    {
      opening: ["Salve, avrei una domanda"],
      thanks: ["Grazie mille per l'aiuto"],
      done: ["No grazie, è tutto"],
    },
  ],
  ["nl", { opening: ["Hallo, ik heb een vraag"], thanks: ["Top, bedankt!"], done: ["Nee, dat was alles"] }],
  ["tr", { opening: ["Merhaba, bir sorum var"], thanks: ["Çok teşekkürler"], done: ["Hayır, teşekkürler"] }],
  ["ar", { opening: ["مرحبا، لدي سؤال"], done: ["لا شكرا"], bot: ["هل أنت روبوت؟"] }],
  ["he", { opening: ["היי, יש לי שאלה"], done: ["לא תודה"], bot: ["אתה רובוט?"] }],
  ["hi", { opening: ["नमस्ते, मुझे मदद चाहिए"], done: ["नहीं, धन्यवाद"], bot: ["आप कौन हैं?"] }],
  [
    "ja",
    { opening: ["すみません、質問があります"], done: ["いいえ、結構です。"], bot: ["あなたは人間ですか？"] },
  ],
  ["zh", { opening: ["你好，我有个问题"], done: ["不用了，谢谢"], bot: ["你是机器人吗？"] }],
]

describe("smalltalk", () => {
  for (const [message, kind] of CASES) {
    test(`"${message}" is ${kind ?? "a question"}`, () => {
      expect(smalltalk(message)?.kind).toBe(kind)
    })
  }

  for (const [language, kinds] of OPENED_AND_ENDED)
    for (const [kind, messages] of Object.entries(kinds))
      test.each(messages)(`${language}, ${kind}: "%s"`, (message) => {
        const said = smalltalk(message)
        expect(said?.kind).toBe(kind as SmalltalkKind)
        expect(said?.languages).toContain(language)
      })

  test.each(["hi", "ok", "👋", "test"])("%s is said in every language", (message) => {
    expect(smalltalk(message)?.languages).toEqual([])
  })

  test("most of the words tell the language", () => {
    expect(smalltalk("Super, danke!")?.languages).toEqual(["de"])
    expect(smalltalk("super, merci")?.languages).toEqual(["fr"])
  })
})
