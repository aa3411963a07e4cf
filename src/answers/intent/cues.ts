import { plainText } from "./plain-text.ts"

/**
 * Words that say something of what a customer wants, in the widget's languages. The bundled model knows English and guesses
 * at its relatives; of Arabic, Hebrew, Hindi, Japanese, Chinese and Turkish it knows next to nothing, and what it misses
 * there these say. `*`
 * stands for any ending, `_` for a space.
 */
const WORDS = {
  ticket: `
    ticket* tiket* ticet* case incident* support_request requests?_i_have my_request my_complaint bug_report
    my_issue case_number supportanfrage* anfrage* vorgang* mein*_fall reclamation* ma_demande
    reclamo* incidencia* solicitud* mi_caso richiesta segnalazione la_mia_richiesta chamado* solicitacao reclamacao
    o_meu_caso melding* verzoek* mijn_klacht talep* talebi* bilet* sikayet* تذكر* بلاغ* طلب_الدعم شكوا* פניי* פנית*
    קריאה קריאת קריאות כרטיס* टिकट* शिकायत* チケット 問い合わせ お問い合わせ 工单 投诉 提交的问题
  `,
  order: `
    order orders ordered oder parcel* package packages shipment* shipped delivery deliveries delivered purchase*
    courier tracking warehouse wrong_item wrong_size bestell* paket* lieferung* sendung* versand* verschickt
    artikel commande* colis livraison article pedido* paquete* envio* articulo ordine* pacco pacchi spedit*
    spedizione consegna encomenda* bestelling* pakket* bezorg* verzending verzonden siparis* kargo* gonderim طلبيت*
    طلبي طلبيه طلبية شحن* طرد* הזמנה הזמנות הזמנת חבילה חבילות משלוח* ऑर्डर* पार्सल* पैकेज* 注文* 荷物* 配送* 商品 発送* 订单
    包裹 发货 快递 送货
  `,
  account: `
    account* acount* acct profile subscription* membership* my_plan plan_am_i plan_do_i licences? my_contract
    contract_ends? balance invoice* bill billing billed charged charge my_payment
    owe credits trial subscribed seats customer_(?:number|id) konto* kunden?konto tarif abo abonnement* vertrag*
    guthaben rechnung* compte* forfait contrat* solde facture* cuenta* suscripcion plan saldo factura* contrato
    account conto abbonamento contratto fattur* piano conta assinatura plano fatura* contract rekening hesab*
    abonelig* bakiye* sozlesme* حساب* اشتراك* رصيد* فاتور* חשבון* החשבונ* מנוי* המנוי* יתרה היתרה חשבונית खात*
    सदस्यता* बैलेंस* अकाउंट* बिल アカウント* プラン 残高 契約 請求 账户 账号 帐户 订阅 余额 账单
  `,
  booking: `
    appointment* apointment* reservation* reserve book booking* booked schedule reschedule demo meeting slot*
    availab* consultation* visit table viewing checkup openings inspection seats? webinar termin* buchen buchung*
    reservier* beratung* vorfuhrung* tisch rendez-vous rdv reserver reservation creneau cita citas reserv* agendar
    mesa reunion prenot* appuntamento* tavolo incontro marcar agendamento* consulta reuniao horario afspra*
    reserver* boeken tafel inplannen randevu* rezervasyon* masa toplanti* حجز* موعد* مواعيد תור תורים פגיש*
    להזמין_(?:שולחן|מקום|חדר) अपॉइंटमेंट* बुक* मीटिंग* 予約* 预约 预订 约
  `,
  person: `
    human* person people agent agents representative rep someone somebody operator advisor manager supervisor
    colleague* staff real_one customer_service customer_support support_agent live_chat live_agent your_team
    call_me phone_me call_back ring_me technician mensch* mitarbeiter* berater* jemand kollege* kundendienst*
    zuruckrufen rufen_sie_mich humain conseiller* personne quelqu'un rappel* persona agente asesor* humano alguien
    operatore qualcuno umano assistenza_clienti richiam* pessoa atendente alguem medewerker* mens persoon iemand
    temsilci* insan* biri canli_destek موظف* شخص* انسان إنسان* خدمة_العملاء احد לבן נציג* אדם אנושי מישהו שמישהו
    इंसान* व्यक्ति* एजेंट* कस्टमर_केयर 担当者* オペレーター* 人間* スタッフ 人に 人工 真人 客服 让人
  `,
  speak: `
    talk speak chat connect transfer contact escalate forward hand_me put_me_through pass_me discuss complain
    raise_a_ticket (?:open|create)_a_(?:support_)?ticket sprechen reden verbinden ticket_(?:fur_mich|erstellen)
    parler passez-moi passer hablar paseme comunicar parlare passi passatemi falar passe transfere ligar spreken
    verbind praten bel gorusmek konus* baglan* bagla* ara* التحدث اتكلم أتكلم تحدث حول* الاتصال לדבר תעביר* יתקשר
    बात जोड़ें कॉल 話 つない* 代わって* 转 说话 找 电话
  `,
  status: `
    status update* news progress latest what_happened whats_happening happening how_far still_(?:open|waiting)
    heard_nothing no_reply any_movement resolved solved fixed closed assigned handling working_on looked_at stand
    neuigkeit* neues bearbeitet gelost ist_aus statut etat nouvelles avance* ou_en_est traite resolu estado
    novedad* resuelt* como_va que_paso stato novita risolt* a_che_punto novidade* resolvid* nieuws behandeld
    opgelost hoe_staat durum* gelisme* ilerleme* cozuldu حاله حالة جديد حل סטטוס חדש מצב המצב יטפלו נסגר* स्थिति
    हुआ हल 状況* 進捗* 解決* 対応* 状态 进展 处理 更新
  `,
  arrival: `
    where_is where's wheres when_will when_is when_does arrive* eta late on_its_way not_here never_showed
    didn't_get haven't_received did_not received missing damaged broken wrong wo_ist wo_bleibt wann_(?:kommt|wird)
    angekommen fehlt erhalten ou_est quand recu arrive arrivera donde_esta cuando llega* recibido llegado falta
    dov'e quando_arriva ricevuto arrivato onde_esta quando_chega recebi chegou waar_is wanneer ontvangen aangekomen
    nerede ne_zaman gelmedi gelecek اين أين متى تصل يصل استلم איפה מתי תגיע הגיע* קיבלתי कहाँ कब आया आएगा मिला どこ
    いつ 届* 在哪 什么时候 到 收到
  `,
  mine: `
    my mine our i i'm i've me mein* ich unser* mir mon ma mes je j'ai notre mi mis yo tengo nuestro* mio mia miei
    mie ho vorrei meu minha meus minhas eu nosso mijn ik onze mij benim bana حسابي طلبي طلبيتي تذكرتي موعدي شحنتي
    اشتراكي مشكلتي رصيدي لي שלי אני לי मेरा मेरी मेरे मुझे मैं अपनी अपने 私* 我*
  `,
  wish: `
    i_want i_need i'd_like id_like i_would_like i_have_to please pls plz can_i_get could_i let_me let's give_me
    make can_you could_you sign_me mochte will bitte brauche muss gern haben_sie voudrais souhaite svp s'il_vous
    j'aimerais veux puis-je peut-on j'ai_besoin dois quiero quisiera necesito por_favor gustaria puedo podemos
    vorrei posso devo bisogno voglio per_favore mi_(?:prenota|passi) quero gostaria preciso queria wil_graag ik_wil
    graag kan_ik mag_ik alstublieft istiyorum alabilir lutfen gerekiyor اريد أريد أود احتاج أحتاج ممكن
    هل_يمكن* רוצה צריך אפשר בבקשה चाहिए चाहता चाहती कृपया है? たい ください 我想 我要 请 帮我 可以
  `,
  howto: `
    how_(?:do|can|to|does|would|should|is|are) how_much_(?:is|are|does|do)
    what_(?:is|are)_(?:the|a|an|your|included) what_does what_do_the where_(?:can|do)_i
    do_you_(?:offer|ship|deliver|sell|support|accept|have_an?) does_(?:your|it|the) is_there_a
    can_(?:customers|agents|the|it) which explain difference policy possible_to what_happens what_if wie(?!_(?:ist|steht|lautet|sieht|weit)) wieviel
    welche* was_(?:kostet|bedeutet) wo_(?:finde|kann) liefern_sie kann_man comment(?!_(?:va|avance)) combien quels quelles
    ou_(?:puis|trouver|sont) que_signifie livrez como(?!_(?:va|esta|anda)) cuanto* cual(?:es)?_(?:es_el|son) que_(?:significa|formas)
    donde_(?:veo|puedo|encuentro) hacen come(?!_(?:va|procede)) quanto quali cosa_significa dove_(?:trovo|vedo) spedite
    onde_(?:vejo|encontro) que_formas fazem hoe(?!_(?:staat|ver|loopt)) wat welke waar_(?:vind|kan) bezorgen_jullie nasil ne_kadar hangi
    yapiyor_musunuz كيف كم ما هل_تشحن* איך כמה אילו האם_(?:אתם|יש) אתם कैसे कितना कौन करते_हैं 方法 いくら には どうすれば 何が
    できますか 怎么 如何 多少钱 哪些 支持
  `,
  product: `
    api app integration* webhook* settings page button feature* plugin widget csv export* import* password* login
    software website endpoint* sdk screen device printer error crash* install* windows android browser calendar
    system* product column* report post history system anwendung seite einstellung* passwort fehler bildschirm
    application parametre* erreur ecran calendrier aplicacion contrasena pantalla configuro calendario applicazione
    schermo aplicativo senha ecra applicatie wachtwoord scherm* uygulama* sifre* ekran* تطبيق* كلمة شاشه אפליקצי*
    סיסמ* מסך מערכת पासवर्ड* ऐप* パスワード アプリ 画面 機能 密码 应用 屏幕 功能 数据
  `,
  talk: `
    hello hi hey thanks thank thx bye goodbye cheers morning evening weekend christmas how_are_you nice_to you_rock
    are_you your_name who_are_you haha* lol ok okay alright welcome joke hallo danke* tschuss moin
    guten_(?:tag|morgen|abend) wie_geht's wochenende wer_bist bonjour salut merci au_revoir bonne bonsoir hola
    gracias adios buen(?:os|as)_(?:dias|tardes|noches) hasta_luego que_tal ciao grazie arrivederci
    buon(?:giorno|asera) ringrazi* ola obrigad* tchau bom_dia boa_(?:tarde|noite) tudo valeu hoi bedankt
    dank_(?:je|u) tot_ziens goede(?:morgen|middag|navond) fijne merhaba selam tesekkur* hosca_kal gunaydin
    iyi_gunler nasilsin مرحبا شكرا السلام سلام אהלן שלום תודה להתראות (?:בוקר|ערב|לילה|יום)_טוב מה_שלומך नमस्ते
    नमस्कार धन्यवाद अलविदा शुक्रिया こんにちは ありがとう* さようなら おはよう* こんばんは 助かり* 你好 您好 谢谢 感谢 再见 早上好 晚上好
  `,
  stop: `
    cancel cancelled change move reschedule shift delete close remove stop stornier* absagen verschieben kundigen
    annuler deplacer decaler cancelar cambiar annullare spostare alterar remarcar annuleren verzetten iptal*
    ertele* الغاء إلغاء تغيير تأجيل לבטל להזיז रद्द बदल* キャンセル 変更 取消 改
  `,
  when: `
    monday tuesday wednesday thursday friday saturday sunday tomorrow tonight noon next_week
    this_(?:week|weekend|afternoon|evening) pm am o'clock montag dienstag mittwoch donnerstag freitag samstag
    sonntag morgen nachste_woche heute_abend lundi mardi mercredi jeudi vendredi samedi dimanche demain ce_soir
    semaine_prochaine lunes martes miercoles jueves viernes sabado domingo manana esta_noche lunedi martedi
    mercoledi giovedi venerdi stasera domani segunda terca quarta quinta sexta amanha maandag dinsdag woensdag
    donderdag vrijdag zaterdag zondag pazartesi sali carsamba persembe cuma cumartesi pazar yarin الاحد الاثنين
    الثلاثاء الاربعاء الخميس غدا الغد שני שלישי רביעי חמישי מחר सोमवार मंगलवार शुक्रवार कल 月曜* 火曜* 水曜* 木曜* 金曜* 明日*
    明天 周一 周二 周三 周四 周五 今晚 下周 来週*
  `,
} as const satisfies Record<string, string>

export type CueName = keyof typeof WORDS
const NAMES = Object.keys(WORDS) as CueName[]
/** What somebody asks about, which means another thing with each way of asking. */
const TOPICS = ["ticket", "order", "account", "booking", "person"] as const
const MANNERS = ["status", "arrival", "mine", "wish", "howto", "product", "stop", "when", "speak"] as const

/** Scripts without spaces between words. */
const UNSEGMENTED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
/** What Arabic and Hebrew join to the front of a word. */
const ARABIC = /\p{Script=Arabic}/u
const HEBREW = /\p{Script=Hebrew}/u

let built: readonly { name: CueName; pattern: RegExp }[] | undefined

/** Built when first asked for: that takes milliseconds of every start. */
function patterns(): readonly { name: CueName; pattern: RegExp }[] {
  built ??= NAMES.map((name) => ({ name, pattern: anyWordOf(WORDS[name]) }))
  return built
}

/** What finds one of such words in a message as {@link plainText} gives it. */
export function anyWordOf(words: string): RegExp {
  return new RegExp(words.trim().split(/\s+/).map(patternOf).join("|"), "u")
}

function patternOf(entry: string): string {
  const text = plainText(entry).replaceAll("_", " ")
  const body = text.replaceAll("*", UNSEGMENTED.test(text) ? "" : "[\\p{L}\\p{M}]*")
  if (UNSEGMENTED.test(text)) return body
  const joined = ARABIC.test(text) ? "[وف]?(?:ال|بال|لل|ب|ل|ك)?" : HEBREW.test(text) ? "[והבלמשכ]{0,2}" : ""
  return `(?<![\\p{L}\\p{M}\\p{N}])${joined}${body}(?![\\p{L}\\p{M}])`
}

/** Whether a message, as {@link plainText} gives it, has a word of that kind. */
export function hasCue(plain: string, cue: CueName): boolean {
  return patterns().some(({ name, pattern }) => name === cue && pattern.test(plain))
}

/** How many numbers {@link cuesOf} gives. */
export const CUES = NAMES.length + TOPICS.length * MANNERS.length + 3

/** A message's cues as numbers, 0 or 1 each: what it is about, how it asks, and both together. */
export function cuesOf(plain: string): number[] {
  const has = new Set<CueName>()
  for (const { name, pattern } of patterns()) if (pattern.test(plain)) has.add(name)
  const single = NAMES.map((name) => Number(has.has(name)))
  const both = TOPICS.flatMap((topic) => MANNERS.map((manner) => Number(has.has(topic) && has.has(manner))))
  const words = plain.match(/[\p{L}\p{M}]+/gu)?.length ?? 0
  return [...single, ...both, Number(words <= 2), Number(/\p{N}{2}/u.test(plain)), Number(has.size === 0)]
}
