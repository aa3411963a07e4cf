import type { Language } from "../language.ts"

/** What the bot says of itself in answer to a message. */
export interface BotWords {
  /** That it has no answer. */
  unsure: string
  /** That a person can have one, where the client asks nothing. */
  offer: string
  /** To the wish for a person, before it is plain whether one is there. */
  person: string
  /** That a person was asked. */
  coming: string
  /** To a no. */
  declined: string
  /** That nobody is there who could. */
  nobodyThere: string
  closed: string
  /** When it opens again, as `{time}`. */
  backAt: string
}

/** In the widget's languages and, but for the offer, which it never shows, in its words. */
export const BOT_WORDS: Readonly<Record<Language, BotWords>> = {
  en: {
    unsure: "I couldn't find a confident answer to that.",
    offer: "If you would like a person to look into it, just say so.",
    person: "Of course. I can create a support ticket, and a person will get back to you.",
    coming: "I've asked a person to join. You can go on writing meanwhile.",
    declined: "No problem! Feel free to ask another question.",
    nobodyThere: "Nobody is here right now.",
    closed: "We're closed right now.",
    backAt: "We're back on {time}.",
  },
  de: {
    unsure: "Darauf habe ich keine sichere Antwort gefunden.",
    offer: "Wenn sich jemand aus unserem Team darum kümmern soll, sagen Sie es einfach.",
    person: "Gern. Ich kann ein Support-Ticket erstellen, dann meldet sich ein Mensch bei Ihnen.",
    coming: "Ich habe jemanden gebeten dazuzukommen. Sie können inzwischen weiterschreiben.",
    declined: "Kein Problem! Stellen Sie gern eine weitere Frage.",
    nobodyThere: "Gerade ist niemand da.",
    closed: "Wir haben gerade geschlossen.",
    backAt: "Wieder da: {time}.",
  },
  fr: {
    unsure: "Je n'ai pas trouvé de réponse sûre à cela.",
    offer: "Si vous souhaitez qu'une personne s'en occupe, dites-le simplement.",
    person: "Bien sûr. Je peux créer un ticket d'assistance, et une personne vous recontactera.",
    coming: "J'ai demandé à une personne de se joindre à nous. Vous pouvez continuer à écrire.",
    declined: "Pas de problème ! N'hésitez pas à poser une autre question.",
    nobodyThere: "Il n'y a personne pour le moment.",
    closed: "Nous sommes fermés pour le moment.",
    backAt: "De retour : {time}.",
  },
  es: {
    unsure: "No he encontrado una respuesta segura a eso.",
    offer: "Si quiere que una persona lo revise, solo tiene que decirlo.",
    person: "Por supuesto. Puedo crear un ticket de soporte y una persona se pondrá en contacto con usted.",
    coming: "He pedido a una persona que se una. Mientras tanto, puede seguir escribiendo.",
    declined: "¡Sin problema! Puede hacer otra pregunta cuando quiera.",
    nobodyThere: "Ahora mismo no hay nadie.",
    closed: "Ahora mismo está cerrado.",
    backAt: "Volvemos: {time}.",
  },
  pt: {
    unsure: "Não encontrei uma resposta segura para isso.",
    offer: "Se quiser que uma pessoa veja isso, é só dizer.",
    person: "Claro. Posso criar um ticket de suporte, e uma pessoa entrará em contato.",
    coming: "Pedi a uma pessoa que se juntasse. Entretanto, pode continuar a escrever.",
    declined: "Sem problema! Fique à vontade para fazer outra pergunta.",
    nobodyThere: "Não há ninguém aqui neste momento.",
    closed: "Estamos fechados neste momento.",
    backAt: "De volta: {time}.",
  },
  it: {
    unsure: "Non ho trovato una risposta sicura.",
    offer: "Se vuole che se ne occupi una persona, basta dirlo.",
    person: "Certo. Posso creare un ticket di assistenza e una persona la ricontatterà.",
    coming: "Ho chiesto a una persona di unirsi. Intanto può continuare a scrivere.",
    declined: "Nessun problema! Faccia pure un'altra domanda.",
    nobodyThere: "In questo momento non c'è nessuno.",
    closed: "In questo momento siamo chiusi.",
    backAt: "Di ritorno: {time}.",
  },
  nl: {
    unsure: "Daar heb ik geen zeker antwoord op gevonden.",
    offer: "Als u wilt dat iemand ernaar kijkt, zegt u het gewoon.",
    person: "Natuurlijk. Ik kan een supportticket aanmaken, dan neemt iemand contact met u op.",
    coming: "Ik heb iemand gevraagd erbij te komen. U kunt intussen verder schrijven.",
    declined: "Geen probleem! Stel gerust een andere vraag.",
    nobodyThere: "Er is nu niemand.",
    closed: "We zijn nu gesloten.",
    backAt: "Weer aanwezig: {time}.",
  },
  tr: {
    unsure: "Buna emin olduğum bir yanıt bulamadım.",
    offer: "Bir temsilcinin ilgilenmesini isterseniz söylemeniz yeterli.",
    person: "Elbette. Bir destek talebi oluşturabilirim; bir temsilci size dönüş yapar.",
    coming: "Bir temsilcinin katılmasını istedim. Bu sırada yazmaya devam edebilirsiniz.",
    declined: "Sorun değil! Başka bir soru sorabilirsiniz.",
    nobodyThere: "Şu anda burada kimse yok.",
    closed: "Şu anda kapalıyız.",
    backAt: "Dönüşümüz: {time}.",
  },
  ar: {
    unsure: "لم أجد إجابة مؤكدة عن ذلك.",
    offer: "إذا كنت تريد أن ينظر أحد الموظفين في الأمر، فما عليك إلا أن تقول ذلك.",
    person: "بالتأكيد. يمكنني إنشاء تذكرة دعم، وسيتواصل معك أحد الموظفين.",
    coming: "طلبت من أحد الأشخاص الانضمام. يمكنك متابعة الكتابة في هذه الأثناء.",
    declined: "لا مشكلة! يمكنك طرح سؤال آخر.",
    nobodyThere: "لا يوجد أحد هنا الآن.",
    closed: "نحن مغلقون الآن.",
    backAt: "نعود: {time}.",
  },
  he: {
    unsure: "לא מצאתי לכך תשובה ודאית.",
    offer: "אם תרצו שנציג יבדוק את זה, פשוט אמרו.",
    person: "בוודאי. אפשר לפתוח פנייה לתמיכה, ונציג יחזור אליכם.",
    coming: "ביקשתי מנציג להצטרף. אפשר להמשיך לכתוב בינתיים.",
    declined: "אין בעיה! אפשר לשאול שאלה נוספת.",
    nobodyThere: "אין כאן אף אחד כרגע.",
    closed: "אנחנו סגורים כרגע.",
    backAt: "נחזור: {time}.",
  },
  hi: {
    unsure: "मुझे इसका कोई पक्का जवाब नहीं मिला।",
    offer: "अगर आप चाहते हैं कि कोई व्यक्ति इसे देखे, तो बस बता दीजिए।",
    person: "ज़रूर। मैं सहायता टिकट बना सकता हूँ, और कोई व्यक्ति आपसे संपर्क करेगा।",
    coming: "मैंने किसी व्यक्ति से जुड़ने को कहा है। तब तक आप लिखते रह सकते हैं।",
    declined: "कोई बात नहीं! आप कोई और सवाल पूछ सकते हैं।",
    nobodyThere: "अभी यहाँ कोई नहीं है।",
    closed: "अभी हम बंद हैं।",
    backAt: "हम वापस आएँगे: {time}।",
  },
  ja: {
    unsure: "確かな回答が見つかりませんでした。",
    offer: "担当者による確認をご希望の場合は、そのようにお知らせください。",
    person: "承知しました。サポートチケットを作成すれば、担当者からご連絡します。",
    coming: "担当者に参加を依頼しました。そのまま入力を続けていただけます。",
    declined: "承知しました。ほかのご質問もお気軽にどうぞ。",
    nobodyThere: "現在、担当者はおりません。",
    closed: "現在、営業時間外です。",
    backAt: "再開：{time}。",
  },
  zh: {
    unsure: "我没有找到确切的答案。",
    offer: "如果您希望由客服人员处理，直接告诉我即可。",
    person: "当然。我可以创建支持工单，客服人员会与您联系。",
    coming: "我已请客服人员加入。您可以继续输入。",
    declined: "没问题！欢迎继续提问。",
    nobodyThere: "现在没有人在。",
    closed: "我们现在已下班。",
    backAt: "恢复服务：{time}。",
  },
}

/** In the language that was noted beside a message, or in English. */
export function botWordsIn(language: unknown): BotWords {
  return Object.entries(BOT_WORDS).find(([known]) => known === language)?.[1] ?? BOT_WORDS.en
}
