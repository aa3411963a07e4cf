import type { Language } from "../../../core/language.ts"
import type { Sentences } from "./sentences.ts"

const en: Sentences = {
  ticket: "Your ticket #{id} “{subject}” is currently {status}.",
  assigned: "It's assigned to {name} and has {priority} priority.",
  unassigned: "It isn't assigned to anybody yet and has {priority} priority.",
  updated: "Last update was {ago}.",
  several: "You have {n} open tickets:",
  listed: "#{id} “{subject}”: {status}, last update {ago}",
  noneOpen: "You have no open tickets. This is the latest one:",
  none: "I can't find any ticket of yours. If you opened one elsewhere, ask me for a person, who can look it up.",
  notYours:
    "I can't find a ticket #{id} of yours. Please check the number; if you opened it elsewhere, ask me for a person, who can look it up.",
  booking: "I can't book it myself: our team arranges appointments and reservations.",
  account: "I can't look into your account myself; a person from our team can.",
  order: "I can't look up orders myself; a person from our team can.",
  status: { open: "Open", in_progress: "In Progress", closed: "Closed" },
  priority: { low: "Low", medium: "Medium", high: "High", urgent: "Urgent" },
}

const de: Sentences = {
  ticket: "Ihr Ticket #{id} „{subject}“ ist zurzeit {status}.",
  assigned: "Es ist {name} zugewiesen und hat die Priorität {priority}.",
  unassigned: "Es ist noch niemandem zugewiesen und hat die Priorität {priority}.",
  updated: "Zuletzt aktualisiert: {ago}.",
  several: "Sie haben {n} offene Tickets:",
  listed: "#{id} „{subject}“: {status}, zuletzt aktualisiert {ago}",
  noneOpen: "Sie haben keine offenen Tickets. Das ist das letzte:",
  none: "Ich finde kein Ticket von Ihnen. Haben Sie es anderswo eröffnet, fragen Sie mich nach einer Person, die nachsehen kann.",
  notYours:
    "Ich finde kein Ticket #{id} von Ihnen. Bitte prüfen Sie die Nummer; haben Sie es anderswo eröffnet, fragen Sie mich nach einer Person, die nachsehen kann.",
  booking: "Ich kann das nicht selbst buchen: Termine und Reservierungen vereinbart unser Team.",
  account: "In Ihr Konto kann ich nicht selbst sehen; jemand aus unserem Team kann es.",
  order: "Bestellungen kann ich nicht selbst nachsehen; jemand aus unserem Team kann es.",
  status: { open: "Offen", in_progress: "In Bearbeitung", closed: "Geschlossen" },
  priority: { low: "Niedrig", medium: "Mittel", high: "Hoch", urgent: "Dringend" },
}

const fr: Sentences = {
  ticket: "Votre ticket #{id} « {subject} » est actuellement : {status}.",
  assigned: "Il est confié à {name}, avec la priorité {priority}.",
  unassigned: "Il n'est encore confié à personne et a la priorité {priority}.",
  updated: "Dernière mise à jour : {ago}.",
  several: "Vous avez {n} tickets ouverts :",
  listed: "#{id} « {subject} » : {status}, dernière mise à jour {ago}",
  noneOpen: "Vous n'avez pas de ticket ouvert. Voici le dernier :",
  none: "Je ne trouve aucun ticket de vous. Si vous en avez ouvert un ailleurs, demandez-moi une personne, qui pourra le chercher.",
  notYours:
    "Je ne trouve pas de ticket #{id} de vous. Vérifiez le numéro ; si vous l'avez ouvert ailleurs, demandez-moi une personne, qui pourra le chercher.",
  booking: "Je ne peux pas réserver moi-même : notre équipe fixe les rendez-vous et les réservations.",
  account: "Je ne peux pas consulter votre compte moi-même ; une personne de notre équipe le peut.",
  order: "Je ne peux pas consulter les commandes moi-même ; une personne de notre équipe le peut.",
  status: { open: "Ouvert", in_progress: "En cours", closed: "Fermé" },
  priority: { low: "Basse", medium: "Moyenne", high: "Haute", urgent: "Urgente" },
}

const es: Sentences = {
  ticket: "Su ticket #{id} «{subject}» está actualmente: {status}.",
  assigned: "Está asignado a {name} y tiene prioridad {priority}.",
  unassigned: "Todavía no está asignado a nadie y tiene prioridad {priority}.",
  updated: "Última actualización: {ago}.",
  several: "Tiene {n} tickets abiertos:",
  listed: "#{id} «{subject}»: {status}, última actualización {ago}",
  noneOpen: "No tiene tickets abiertos. Este es el último:",
  none: "No encuentro ningún ticket suyo. Si lo abrió en otro lugar, pídame una persona, que podrá buscarlo.",
  notYours:
    "No encuentro un ticket #{id} suyo. Compruebe el número; si lo abrió en otro lugar, pídame una persona, que podrá buscarlo.",
  booking: "No puedo reservar yo mismo: nuestro equipo acuerda las citas y las reservas.",
  account: "No puedo consultar su cuenta yo mismo; una persona de nuestro equipo sí.",
  order: "No puedo consultar pedidos yo mismo; una persona de nuestro equipo sí.",
  status: { open: "Abierto", in_progress: "En curso", closed: "Cerrado" },
  priority: { low: "Baja", medium: "Media", high: "Alta", urgent: "Urgente" },
}

const pt: Sentences = {
  ticket: "O seu ticket #{id} “{subject}” está neste momento: {status}.",
  assigned: "Está atribuído a {name} e tem prioridade {priority}.",
  unassigned: "Ainda não está atribuído a ninguém e tem prioridade {priority}.",
  updated: "Última atualização: {ago}.",
  several: "Tem {n} tickets abertos:",
  listed: "#{id} “{subject}”: {status}, última atualização {ago}",
  noneOpen: "Não tem tickets abertos. Este é o último:",
  none: "Não encontro nenhum ticket seu. Se o abriu noutro lugar, peça-me uma pessoa, que o poderá procurar.",
  notYours:
    "Não encontro um ticket #{id} seu. Verifique o número; se o abriu noutro lugar, peça-me uma pessoa, que o poderá procurar.",
  booking: "Não posso marcar eu mesmo: a nossa equipa combina as marcações e as reservas.",
  account: "Não posso consultar a sua conta; uma pessoa da nossa equipa pode.",
  order: "Não posso consultar encomendas; uma pessoa da nossa equipa pode.",
  status: { open: "Aberto", in_progress: "Em andamento", closed: "Fechado" },
  priority: { low: "Baixa", medium: "Média", high: "Alta", urgent: "Urgente" },
}

const it: Sentences = {
  ticket: "Il Suo ticket #{id} «{subject}» è attualmente: {status}.",
  assigned: "È assegnato a {name} e ha priorità {priority}.",
  unassigned: "Non è ancora assegnato a nessuno e ha priorità {priority}.",
  updated: "Ultimo aggiornamento: {ago}.",
  several: "Ha {n} ticket aperti:",
  listed: "#{id} «{subject}»: {status}, ultimo aggiornamento {ago}",
  noneOpen: "Non ha ticket aperti. Questo è l'ultimo:",
  none: "Non trovo nessun Suo ticket. Se l'ha aperto altrove, mi chieda una persona, che potrà cercarlo.",
  notYours:
    "Non trovo un Suo ticket #{id}. Verifichi il numero; se l'ha aperto altrove, mi chieda una persona, che potrà cercarlo.",
  booking: "Non posso prenotare io: gli appuntamenti e le prenotazioni li concorda il nostro team.",
  account: "Non posso consultare il Suo account; una persona del nostro team può.",
  order: "Non posso consultare gli ordini; una persona del nostro team può.",
  status: { open: "Aperto", in_progress: "In lavorazione", closed: "Chiuso" },
  priority: { low: "Bassa", medium: "Media", high: "Alta", urgent: "Urgente" },
}

const nl: Sentences = {
  ticket: "Uw ticket #{id} “{subject}” is op dit moment: {status}.",
  assigned: "Het is toegewezen aan {name} en heeft prioriteit {priority}.",
  unassigned: "Het is nog aan niemand toegewezen en heeft prioriteit {priority}.",
  updated: "Laatst bijgewerkt: {ago}.",
  several: "U hebt {n} open tickets:",
  listed: "#{id} “{subject}”: {status}, laatst bijgewerkt {ago}",
  noneOpen: "U hebt geen open tickets. Dit is het laatste:",
  none: "Ik vind geen ticket van u. Hebt u het elders geopend, vraag mij dan om een persoon, die het kan opzoeken.",
  notYours:
    "Ik vind geen ticket #{id} van u. Controleer het nummer; hebt u het elders geopend, vraag mij dan om een persoon, die het kan opzoeken.",
  booking: "Ik kan niet zelf boeken: ons team maakt afspraken en reserveringen.",
  account: "Ik kan uw account niet zelf inzien; iemand van ons team kan dat.",
  order: "Ik kan bestellingen niet zelf opzoeken; iemand van ons team kan dat.",
  status: { open: "Open", in_progress: "In behandeling", closed: "Gesloten" },
  priority: { low: "Laag", medium: "Gemiddeld", high: "Hoog", urgent: "Dringend" },
}

const tr: Sentences = {
  ticket: "#{id} numaralı “{subject}” talebinizin durumu: {status}.",
  assigned: "{name} ilgileniyor; önceliği: {priority}.",
  unassigned: "Henüz kimseye atanmadı; önceliği: {priority}.",
  updated: "Son güncelleme: {ago}.",
  several: "{n} açık talebiniz var:",
  listed: "#{id} “{subject}”: {status}, son güncelleme {ago}",
  noneOpen: "Açık talebiniz yok. Sonuncusu şu:",
  none: "Size ait bir talep bulamıyorum. Başka bir yerde açtıysanız benden bir yetkili isteyin; o bakabilir.",
  notYours:
    "Size ait #{id} numaralı bir talep bulamıyorum. Lütfen numarayı kontrol edin; başka bir yerde açtıysanız benden bir yetkili isteyin; o bakabilir.",
  booking: "Bunu kendim ayarlayamam: randevu ve rezervasyonları ekibimiz düzenler.",
  account: "Hesabınıza kendim bakamam; ekibimizden biri bakabilir.",
  order: "Siparişlere kendim bakamam; ekibimizden biri bakabilir.",
  status: { open: "Açık", in_progress: "İşlemde", closed: "Kapalı" },
  priority: { low: "Düşük", medium: "Orta", high: "Yüksek", urgent: "Acil" },
}

const ar: Sentences = {
  ticket: "تذكرتك #{id} «{subject}» حالتها الآن: {status}.",
  assigned: "يتولاها {name}، وأولويتها: {priority}.",
  unassigned: "لم تُسند إلى أحد بعد، وأولويتها: {priority}.",
  updated: "آخر تحديث: {ago}.",
  several: "عدد تذاكرك المفتوحة: {n}:",
  listed: "#{id} «{subject}»: {status}، آخر تحديث {ago}",
  noneOpen: "ليست لديك تذاكر مفتوحة. هذه آخرها:",
  none: "لا أجد أي تذكرة لك. إن كنت قد فتحتها في مكان آخر فاطلب مني موظفًا ليبحث عنها.",
  notYours:
    "لا أجد تذكرة لك برقم #{id}. تحقق من الرقم؛ وإن كنت قد فتحتها في مكان آخر فاطلب مني موظفًا ليبحث عنها.",
  booking: "لا أستطيع الحجز بنفسي: فريقنا هو من يرتب المواعيد والحجوزات.",
  account: "لا أستطيع الاطلاع على حسابك بنفسي؛ يستطيع ذلك أحد أفراد فريقنا.",
  order: "لا أستطيع الاطلاع على الطلبات بنفسي؛ يستطيع ذلك أحد أفراد فريقنا.",
  status: { open: "مفتوحة", in_progress: "قيد المعالجة", closed: "مغلقة" },
  priority: { low: "منخفضة", medium: "متوسطة", high: "عالية", urgent: "عاجلة" },
}

const he: Sentences = {
  ticket: "הפנייה שלך #{id} „{subject}” נמצאת כעת במצב: {status}.",
  assigned: "היא בטיפול של {name}, בעדיפות {priority}.",
  unassigned: "היא עדיין לא הוקצתה לאיש, בעדיפות {priority}.",
  updated: "עדכון אחרון: {ago}.",
  several: "יש לך {n} פניות פתוחות:",
  listed: "#{id} „{subject}”: {status}, עדכון אחרון {ago}",
  noneOpen: "אין לך פניות פתוחות. זו האחרונה:",
  none: "לא מצאתי פנייה שלך. אם פתחת אותה במקום אחר, אפשר לבקש ממני נציג שיבדוק.",
  notYours:
    "לא מצאתי פנייה #{id} שלך. כדאי לבדוק את המספר; אם פתחת אותה במקום אחר, אפשר לבקש ממני נציג שיבדוק.",
  booking: "אני לא יכול להזמין בעצמי: הצוות שלנו קובע תורים והזמנות.",
  account: "אני לא יכול לבדוק את החשבון שלך בעצמי; מישהו מהצוות שלנו יכול.",
  order: "אני לא יכול לבדוק הזמנות בעצמי; מישהו מהצוות שלנו יכול.",
  status: { open: "פתוחה", in_progress: "בטיפול", closed: "סגורה" },
  priority: { low: "נמוכה", medium: "בינונית", high: "גבוהה", urgent: "דחופה" },
}

const hi: Sentences = {
  ticket: "आपका टिकट #{id} “{subject}” अभी इस स्थिति में है: {status}।",
  assigned: "यह {name} के पास है; प्राथमिकता: {priority}।",
  unassigned: "यह अभी किसी को नहीं सौंपा गया है; प्राथमिकता: {priority}।",
  updated: "पिछला अपडेट: {ago}।",
  several: "आपके {n} टिकट खुले हैं:",
  listed: "#{id} “{subject}”: {status}, पिछला अपडेट {ago}",
  noneOpen: "आपका कोई टिकट खुला नहीं है। यह सबसे नया है:",
  none: "मुझे आपका कोई टिकट नहीं मिला। अगर आपने उसे कहीं और खोला था, तो मुझसे किसी व्यक्ति के लिए कहें, जो उसे देख सके।",
  notYours:
    "मुझे आपका टिकट #{id} नहीं मिला। कृपया नंबर जाँचें; अगर आपने उसे कहीं और खोला था, तो मुझसे किसी व्यक्ति के लिए कहें, जो उसे देख सके।",
  booking: "मैं खुद बुकिंग नहीं कर सकता: अपॉइंटमेंट और आरक्षण हमारी टीम करती है।",
  account: "मैं खुद आपका खाता नहीं देख सकता; हमारी टीम का कोई व्यक्ति देख सकता है।",
  order: "मैं खुद ऑर्डर नहीं देख सकता; हमारी टीम का कोई व्यक्ति देख सकता है।",
  status: { open: "खुला", in_progress: "काम जारी", closed: "बंद" },
  priority: { low: "कम", medium: "मध्यम", high: "उच्च", urgent: "अति आवश्यक" },
}

const ja: Sentences = {
  ticket: "お客様のチケット #{id}「{subject}」の現在の状況：{status}。",
  assigned: "担当は{name}、優先度は{priority}です。",
  unassigned: "担当者はまだ決まっていません。優先度は{priority}です。",
  updated: "最終更新：{ago}。",
  several: "未解決のチケットが{n}件あります：",
  listed: "#{id}「{subject}」：{status}、最終更新 {ago}",
  noneOpen: "未解決のチケットはありません。最新のものはこちらです：",
  none: "お客様のチケットが見つかりません。別の窓口で作成された場合は、担当者をお呼びください。お調べします。",
  notYours:
    "お客様のチケット #{id} が見つかりません。番号をご確認ください。別の窓口で作成された場合は、担当者をお呼びください。お調べします。",
  booking: "私からは予約できません。ご予約は担当チームが承ります。",
  account: "私からはアカウントを確認できません。担当チームが確認できます。",
  order: "私からは注文を確認できません。担当チームが確認できます。",
  status: { open: "受付済み", in_progress: "対応中", closed: "完了" },
  priority: { low: "低", medium: "中", high: "高", urgent: "緊急" },
}

const zh: Sentences = {
  ticket: "您的工单 #{id}“{subject}”目前状态：{status}。",
  assigned: "由{name}负责，优先级为{priority}。",
  unassigned: "尚未分配给任何人，优先级为{priority}。",
  updated: "最近更新：{ago}。",
  several: "您有 {n} 个未关闭的工单：",
  listed: "#{id}“{subject}”：{status}，最近更新 {ago}",
  noneOpen: "您没有未关闭的工单。最近的一个是：",
  none: "我没有找到您的工单。如果是在别处提交的，请让我转接人工，由同事查询。",
  notYours: "我没有找到您的工单 #{id}。请核对编号；如果是在别处提交的，请让我转接人工，由同事查询。",
  booking: "我无法自行预约：预约由我们的团队安排。",
  account: "我无法查看您的账户；我们团队的同事可以。",
  order: "我无法查询订单；我们团队的同事可以。",
  status: { open: "待处理", in_progress: "处理中", closed: "已关闭" },
  priority: { low: "低", medium: "中", high: "高", urgent: "紧急" },
}

/** In every language of the widget. */
export const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en,
  de,
  fr,
  es,
  pt,
  it,
  nl,
  tr,
  ar,
  he,
  hi,
  ja,
  zh,
}
