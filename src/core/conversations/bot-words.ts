import type { Language } from "../language.ts"

/** What the bot says of itself in answer to a message. */
export interface BotWords {
  /** That it has no answer. */
  unsure: string
  /** The same of one `{question}` of several, the others being answered. */
  unsureOf: string
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
  /** That an answer takes longer than the client waits. */
  late: string
  /** That a person was asked, to who writes on before one is there. */
  asked: string
  /** The same where one is: `{name}`. */
  passedOn: string
  /** That there is a ticket `{id}` of what `{name}` wrote. */
  ticketMade: string
  /** The same where a copy went to `{email}`. */
  ticketMailed: string
}

/** In the widget's languages and, but for the offer, which it never shows, in its words. */
export const BOT_WORDS: Readonly<Record<Language, BotWords>> = {
  en: {
    unsure: "I couldn't find a confident answer to that.",
    unsureOf: "I couldn't find a confident answer to “{question}”: that needs a person.",
    offer: "If you would like a person to look into it, just say so.",
    person: "Of course. I can create a support ticket, and a person will get back to you.",
    coming: "I've asked a person to join. You can go on writing meanwhile.",
    declined: "No problem! Feel free to ask another question.",
    nobodyThere: "Nobody is here right now.",
    closed: "We're closed right now.",
    backAt: "We're back on {time}.",
    late: "I'm still working on the answer. It comes with your next message.",
    asked: "A person was asked to join, and will answer here.",
    passedOn: "{name} has your message, and will answer here.",
    ticketMade:
      "Hi {name}, I've created support ticket #{id} for you. A support agent will reach out to you shortly with more details.",
    ticketMailed:
      "Hi {name}, I've created support ticket #{id} for you and emailed a copy to {email} for your reference. A support agent will reach out to you shortly with more details.",
  },
  de: {
    unsure: "Darauf habe ich keine sichere Antwort gefunden.",
    unsureOf:
      "Auf „{question}“ habe ich keine sichere Antwort gefunden: Dafür braucht es jemanden aus unserem Team.",
    offer: "Wenn sich jemand aus unserem Team darum kümmern soll, sagen Sie es einfach.",
    person: "Gern. Ich kann ein Support-Ticket erstellen, dann meldet sich ein Mensch bei Ihnen.",
    coming: "Ich habe jemanden gebeten dazuzukommen. Sie können inzwischen weiterschreiben.",
    declined: "Kein Problem! Stellen Sie gern eine weitere Frage.",
    nobodyThere: "Gerade ist niemand da.",
    closed: "Wir haben zurzeit geschlossen.",
    backAt: "Wieder da: {time}.",
    late: "Ich arbeite noch an der Antwort. Sie kommt mit Ihrer nächsten Nachricht.",
    asked: "Jemand aus unserem Team wurde dazugebeten und antwortet Ihnen hier.",
    passedOn: "{name} hat Ihre Nachricht und antwortet Ihnen hier.",
    ticketMade: "Ticket #{id} wurde erstellt. Unser Support meldet sich in Kürze bei Ihnen.",
    ticketMailed:
      "Hallo {name}, ich habe das Support-Ticket #{id} für Sie erstellt und eine Kopie an {email} geschickt. Unser Support meldet sich in Kürze mit weiteren Einzelheiten bei Ihnen.",
  },
  fr: {
    unsure: "Je n’ai pas trouvé de réponse sûre à cela.",
    unsureOf:
      "Je n’ai pas trouvé de réponse sûre à «\u00a0{question}\u00a0»\u00a0: il faut une personne pour cela.",
    offer: "Si vous souhaitez qu’une personne s’en occupe, dites-le simplement.",
    person: "Bien sûr. Je peux créer un ticket d’assistance, et une personne vous recontactera.",
    coming: "J’ai demandé à une personne de se joindre à nous. Vous pouvez continuer à écrire.",
    declined: "Pas de problème\u00a0! N’hésitez pas à poser une autre question.",
    nobodyThere: "Il n’y a personne pour le moment.",
    closed: "Nous sommes fermés pour le moment.",
    backAt: "De retour\u00a0: {time}.",
    late: "Je travaille encore à la réponse. Elle viendra avec votre prochain message.",
    asked: "Une personne a été priée de se joindre à nous et vous répondra ici.",
    passedOn: "{name} a bien votre message et vous répondra ici.",
    ticketMade: "Le ticket #{id} a été créé. Un conseiller vous contactera sous peu.",
    ticketMailed:
      "Bonjour {name}, j’ai créé le ticket d’assistance #{id} pour vous et envoyé une copie à {email}. Un conseiller vous contactera sous peu avec plus de détails.",
  },
  es: {
    unsure: "No he encontrado una respuesta segura a eso.",
    unsureOf: "No he encontrado una respuesta segura a «{question}»: para eso hace falta una persona.",
    offer: "Si quiere que una persona lo revise, solo tiene que decirlo.",
    person: "Por supuesto. Puedo crear un ticket de soporte y una persona se pondrá en contacto con usted.",
    coming: "He pedido a una persona que se una. Mientras tanto, puede seguir escribiendo.",
    declined: "¡Sin problema! Puede hacer otra pregunta cuando quiera.",
    nobodyThere: "Ahora mismo no hay nadie.",
    closed: "Ahora mismo está cerrado.",
    backAt: "Volvemos: {time}.",
    late: "Todavía estoy preparando la respuesta. Llegará con su próximo mensaje.",
    asked: "Se ha pedido a una persona que se una; le responderá aquí.",
    passedOn: "{name} tiene su mensaje y le responderá aquí.",
    ticketMade: "Se ha creado el ticket #{id}. Un agente se pondrá en contacto con usted en breve.",
    ticketMailed:
      "Hola, {name}: he creado el ticket de soporte #{id} y he enviado una copia a {email}. Un agente se pondrá en contacto con usted en breve con más detalles.",
  },
  pt: {
    unsure: "Não encontrei uma resposta segura para isso.",
    unsureOf: "Não encontrei uma resposta segura para “{question}”: para isso é preciso uma pessoa.",
    offer: "Se quiser que uma pessoa veja isso, é só dizer.",
    person: "Claro. Posso criar um ticket de suporte, e uma pessoa entrará em contato.",
    coming: "Pedi a uma pessoa que entre na conversa. Enquanto isso, você pode continuar escrevendo.",
    declined: "Sem problema! Fique à vontade para fazer outra pergunta.",
    nobodyThere: "Não há ninguém aqui no momento.",
    closed: "Estamos fechados no momento.",
    backAt: "Voltamos: {time}.",
    late: "Ainda estou preparando a resposta. Ela chega com a sua próxima mensagem.",
    asked: "Uma pessoa foi chamada para a conversa e responderá aqui.",
    passedOn: "{name} tem a sua mensagem e responderá aqui.",
    ticketMade: "Ticket #{id} criado. Um atendente entrará em contato em breve.",
    ticketMailed:
      "Olá, {name}! Criei o ticket de suporte #{id} e enviei uma cópia para {email}. Um atendente entrará em contato em breve com mais detalhes.",
  },
  it: {
    unsure: "Non ho trovato una risposta sicura.",
    unsureOf: "Non ho trovato una risposta sicura a «{question}»: per questo serve una persona.",
    offer: "Se vuole che se ne occupi una persona, basta dirlo.",
    person: "Certo. Posso creare un ticket di assistenza e una persona la ricontatterà.",
    coming: "Ho chiesto a una persona di unirsi. Intanto può continuare a scrivere.",
    declined: "Nessun problema! Faccia pure un’altra domanda.",
    nobodyThere: "In questo momento non c’è nessuno.",
    closed: "In questo momento siamo chiusi.",
    backAt: "Di ritorno: {time}.",
    late: "Sto ancora preparando la risposta. Arriverà con il suo prossimo messaggio.",
    asked: "È stato chiesto a una persona di unirsi; le risponderà qui.",
    passedOn: "{name} ha il suo messaggio e le risponderà qui.",
    ticketMade: "Il ticket #{id} è stato creato. Un operatore la contatterà a breve.",
    ticketMailed:
      "Salve {name}, ho creato il ticket di assistenza #{id} e ne ho inviato una copia a {email}. Un operatore la contatterà a breve con maggiori dettagli.",
  },
  nl: {
    unsure: "Daar heb ik geen zeker antwoord op gevonden.",
    unsureOf: "Op “{question}” heb ik geen zeker antwoord gevonden: daarvoor is een medewerker nodig.",
    offer: "Als u wilt dat iemand ernaar kijkt, zegt u het gewoon.",
    person: "Natuurlijk. Ik kan een supportticket aanmaken, dan neemt iemand contact met u op.",
    coming: "Ik heb iemand gevraagd erbij te komen. U kunt intussen verder schrijven.",
    declined: "Geen probleem! Stel gerust een andere vraag.",
    nobodyThere: "Er is nu niemand.",
    closed: "We zijn nu gesloten.",
    backAt: "Weer aanwezig: {time}.",
    late: "Ik werk nog aan het antwoord. Het komt bij uw volgende bericht.",
    asked: "Er is iemand gevraagd erbij te komen, die u hier antwoordt.",
    passedOn: "{name} heeft uw bericht en antwoordt u hier.",
    ticketMade: "Ticket #{id} is aangemaakt. Een medewerker neemt binnenkort contact met u op.",
    ticketMailed:
      "Hallo {name}, ik heb supportticket #{id} voor u aangemaakt en een kopie naar {email} gestuurd. Een medewerker neemt binnenkort contact met u op met meer informatie.",
  },
  tr: {
    unsure: "Buna emin olduğum bir yanıt bulamadım.",
    unsureOf: "“{question}” sorusuna emin olduğum bir yanıt bulamadım: bunun için bir temsilci gerekiyor.",
    offer: "Bir temsilcinin ilgilenmesini isterseniz söylemeniz yeterli.",
    person: "Elbette. Bir destek talebi oluşturabilirim; bir temsilci size dönüş yapar.",
    coming: "Bir temsilcinin katılmasını istedim. Bu sırada yazmaya devam edebilirsiniz.",
    declined: "Sorun değil! Başka bir soru sorabilirsiniz.",
    nobodyThere: "Şu anda burada kimse yok.",
    closed: "Şu anda kapalıyız.",
    backAt: "Dönüşümüz: {time}.",
    late: "Yanıt üzerinde hâlâ çalışıyorum. Bir sonraki mesajınızla birlikte gelecek.",
    asked: "Bir temsilcinin katılması istendi; size buradan yanıt verecek.",
    passedOn: "Mesajınız {name} adlı temsilciye ulaştı; size buradan yanıt verecek.",
    ticketMade: "#{id} numaralı talep oluşturuldu. Bir temsilci kısa süre içinde size ulaşacak.",
    ticketMailed:
      "Merhaba {name}, sizin için #{id} numaralı destek talebini oluşturdum ve bir kopyasını {email} adresine gönderdim. Bir temsilci kısa süre içinde ayrıntılarla size ulaşacak.",
  },
  ar: {
    unsure: "لم أجد إجابة مؤكدة عن ذلك.",
    unsureOf: "لم أجد إجابة مؤكدة عن «{question}»: يحتاج ذلك إلى أحد الموظفين.",
    offer: "إذا كنت تريد أن ينظر أحد الموظفين في الأمر، فما عليك إلا أن تقول ذلك.",
    person: "بالتأكيد. يمكنني إنشاء تذكرة دعم، وسيتواصل معك أحد الموظفين.",
    coming: "طلبت من أحد الأشخاص الانضمام. يمكنك متابعة الكتابة في هذه الأثناء.",
    declined: "لا مشكلة! يمكنك طرح سؤال آخر.",
    nobodyThere: "لا يوجد أحد هنا الآن.",
    closed: "نحن مغلقون الآن.",
    backAt: "نعود: {time}.",
    late: "ما زلت أعمل على الإجابة. ستصلك مع رسالتك التالية.",
    asked: "طُلب من أحد الأشخاص الانضمام، وسيرد عليك هنا.",
    passedOn: "وصلت رسالتك إلى {name}، وسيصلك الرد هنا.",
    ticketMade: "تم إنشاء التذكرة \u2066#{id}\u2069. سيتواصل معك أحد موظفي الدعم قريبًا.",
    ticketMailed:
      "مرحبًا {name}، لقد أنشأت لك تذكرة الدعم \u2066#{id}\u2069 وأرسلت نسخة إلى {email}. سيتواصل معك أحد موظفي الدعم قريبًا بمزيد من التفاصيل.",
  },
  he: {
    unsure: "לא מצאתי לכך תשובה ודאית.",
    unsureOf: "לא מצאתי תשובה ודאית על “{question}”: לזה צריך נציג.",
    offer: "אם תרצו שנציג יבדוק את זה, פשוט אמרו.",
    person: "בוודאי. אפשר לפתוח פנייה לתמיכה, ונציג יחזור אליכם.",
    coming: "ביקשתי מנציג להצטרף. אפשר להמשיך לכתוב בינתיים.",
    declined: "אין בעיה! אפשר לשאול שאלה נוספת.",
    nobodyThere: "אין כאן אף אחד כרגע.",
    closed: "אנחנו סגורים כרגע.",
    backAt: "נחזור: {time}.",
    late: "התשובה עדיין בהכנה. היא תגיע עם ההודעה הבאה שלכם.",
    asked: "התבקש נציג להצטרף, והוא ישיב לכם כאן.",
    passedOn: "ההודעה שלכם הגיעה אל {name}, והתשובה תגיע לכאן.",
    ticketMade: "פנייה \u2066#{id}\u2069 נפתחה. נציג שירות ייצור איתכם קשר בקרוב.",
    ticketMailed:
      "שלום {name}, פתחתי עבורכם את פנייה \u2066#{id}\u2069 ושלחתי העתק אל {email}. נציג שירות ייצור איתכם קשר בקרוב עם פרטים נוספים.",
  },
  hi: {
    unsure: "मुझे इसका कोई पक्का जवाब नहीं मिला।",
    unsureOf: "मुझे “{question}” का कोई पक्का जवाब नहीं मिला: इसके लिए किसी व्यक्ति की ज़रूरत है।",
    offer: "अगर आप चाहते हैं कि कोई व्यक्ति इसे देखे, तो बस बता दीजिए।",
    person: "ज़रूर। मैं सहायता टिकट बना सकता हूँ, और कोई व्यक्ति आपसे संपर्क करेगा।",
    coming: "मैंने किसी व्यक्ति से जुड़ने को कहा है। तब तक आप लिखते रह सकते हैं।",
    declined: "कोई बात नहीं! आप कोई और सवाल पूछ सकते हैं।",
    nobodyThere: "अभी यहाँ कोई नहीं है।",
    closed: "अभी हम बंद हैं।",
    backAt: "हम वापस आएँगे: {time}।",
    late: "मैं अभी भी जवाब पर काम कर रहा हूँ। वह आपके अगले संदेश के साथ आएगा।",
    asked: "किसी व्यक्ति से जुड़ने को कहा गया है, और वे यहीं जवाब देंगे।",
    passedOn: "आपका संदेश {name} के पास है, और वे यहीं जवाब देंगे।",
    ticketMade: "टिकट #{id} बन गया है। एक सहायता प्रतिनिधि जल्द ही आपसे संपर्क करेंगे।",
    ticketMailed:
      "नमस्ते {name}, मैंने आपके लिए सहायता टिकट #{id} बना दिया है और उसकी एक प्रति {email} पर भेज दी है। एक सहायता प्रतिनिधि जल्द ही अधिक जानकारी के साथ आपसे संपर्क करेंगे।",
  },
  ja: {
    unsure: "確かな回答が見つかりませんでした。",
    unsureOf: "「{question}」については確かな回答が見つかりませんでした。担当者による確認が必要です。",
    offer: "担当者による確認をご希望の場合は、そのようにお知らせください。",
    person: "承知しました。サポートチケットを作成すれば、担当者からご連絡します。",
    coming: "担当者に参加を依頼しました。そのまま入力を続けていただけます。",
    declined: "承知しました。ほかのご質問もお気軽にどうぞ。",
    nobodyThere: "現在、担当者はおりません。",
    closed: "現在、営業時間外です。",
    backAt: "再開：{time}。",
    late: "まだ回答を準備しています。次のメッセージの際にお届けします。",
    asked: "担当者に参加を依頼しました。こちらで回答いたします。",
    passedOn: "{name} がメッセージを受け取りました。こちらで回答いたします。",
    ticketMade: "チケット #{id} を作成しました。担当者よりまもなくご連絡します。",
    ticketMailed:
      "{name} 様、サポートチケット #{id} を作成し、控えを {email} にお送りしました。詳細は担当者よりまもなくご連絡します。",
  },
  zh: {
    unsure: "我没有找到确切的答案。",
    unsureOf: "关于“{question}”，我没有找到确切的答案，需要由客服人员处理。",
    offer: "如果您希望由客服人员处理，直接告诉我即可。",
    person: "当然。我可以创建支持工单，客服人员会与您联系。",
    coming: "我已请客服人员加入。您可以继续输入。",
    declined: "没问题！欢迎继续提问。",
    nobodyThere: "现在没有人在。",
    closed: "我们现在已下班。",
    backAt: "恢复服务：{time}。",
    late: "我仍在准备答案，会随您的下一条消息一起给出。",
    asked: "已请客服人员加入，会在这里回复您。",
    passedOn: "{name} 已收到您的消息，会在这里回复您。",
    ticketMade: "工单 #{id} 已创建。客服人员会尽快与您联系。",
    ticketMailed:
      "{name}，您好！我已为您创建支持工单 #{id}，并将副本发送至 {email}。客服人员会尽快与您联系，告知更多详情。",
  },
}

/** In the language that was noted beside a message, or in English. */
export function botWordsIn(language: unknown): BotWords {
  return Object.entries(BOT_WORDS).find(([known]) => known === language)?.[1] ?? BOT_WORDS.en
}

/** A sentence with its `{blanks}` filled in, once each: what stands in them is a customer's. */
export function filled(sentence: string, blanks: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (blank, key) => blanks[key] ?? blank)
}
