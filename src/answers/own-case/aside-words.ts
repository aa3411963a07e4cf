import type { Language } from "../../core/language.ts"
import { contentTerms } from "../terms.ts"

/** Of what nobody's case is made, whatever is asked: how they feel, when it was, that they ask, and that they are customers. */
const ASIDES: Partial<Record<Language, string>> = {
  en: `question questions problem problems issue issues trouble query thing things stuff hurry rush urgent urgently quick quickly asap idea clue help sorry
  bother hello hi hey thanks kind regards name called look looked looking search searched find found try tried trying ask asking asked tell told say says said
  read heard hear see saw seen think thinking thought know knew understand wonder wondering hope hoping plan planning planned prepare preparing consider considering interested
  interest decide decided change changed mind call calling called write writing wrote talk talking chat chatting message mail email phone mobile smartphone
  website site page internet online app application browser docs documentation checkout computer place
  yesterday today tonight tomorrow now just recently soon already still yet ago currently moment right minute minutes hour hours day days night nights
  week weeks weekend month months year years morning afternoon evening noon time times last next later always ever never usually often sometimes first second once twice again since
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
  service company product item money account mistake customer customers client clients user users fan order orders ordered ordering buy bought buying purchase purchased book booked booking reserve reserved reservation
  appointment receive received got come coming came arrive arrived arriving arrives land lands go going gone went stay staying sit sitting stand waiting wait waited leave leaving
  send sending move moving start starting use using want wanted need needed like liked love loved hate hated enjoy
  new newbie old small little big large long short great good bad nice happy regular severe serious real really very quite totally completely bit lot much many whole own
  sure unsure certain confused lost stuck nervous worried excited curious impatient frustrated annoyed angry upset disappointed tired hungry thirsty busy bored afraid honest
  techie expert stupid silly clear frankly honestly actually basically maybe possible possibly
  ready finally terrified scared relieved shop store wife husband sister brother mother mum mom father dad parents son daughter kid kids child children family partner boss colleague friend friends neighbour neighbor someone somebody everyone everywhere anything anywhere everything nothing something here there home nearby lobby
  live lives wear wearing take taking recommend recommended switch switching bigger biggest ive weve youve hes shes theyre get getting got pay paid without behind away ahead forward every haha english family one two three four five six seven eight nine ten couple few
  example addition general fact way short word`,
  de: `bin bist war waren hab kein keine keinen wohne lebe frage fragen problem probleme eile eilig dringend schnell ahnung hilfe entschuldigung sorry hallo danke gruß grüße name heiße heißt frau herr
  suche gesucht suchen finde gefunden versuche versucht gefragt gesagt sagt sagte soll gelesen gehört gesehen denke glaube weiß verstehe hoffe plane überlege entschieden interessiere
  angerufen rufe anrufen schreibe geschrieben nachricht mail email telefon handy smartphone webseite website seite internet online app computer
  gestern heute morgen jetzt gerade eben neulich bald schon noch immer nie oft manchmal wieder seit lange kurz letzte letzten letzter letztes nächste nächsten nächster woche wochen tag tage tagen monat monate monaten
  jahr jahre jahren stunde stunden minute minuten uhr zeit mal erste ersten zuerst
  montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august september oktober november dezember
  kunde kundin kunden bestellt bestelle bestellung gekauft kaufe kaufen gebucht buchung reserviert termin antrag gestellt beantragt erhalten bekommen bekomme gekommen komme angekommen gehe gegangen
  bleibe warte gewartet ziehe umziehen ziehen brauche brauchen benötige möchte will würde habe arbeite
  neu neue neuen neuer neues alt alte alten kleine kleinen große großen gut gute guten schlecht sehr ganz etwas bisschen viel nur auch leider überall nichts alles hier dort hause unterwegs dazu
  sicher unsicher verwirrt aufgeregt nervös ungeduldig zufrieden sauer genervt müde neugierig traurig glücklich ratlos verzweifelt stören störe ehrlich
  mann frau sohn tochter kind kinder mutter vater eltern schwester bruder familie freund freundin nachbar nachbarin kollege kollegin chef chefin jemand zwei drei vier fünf beispiel allgemein reise`,
  fr: `question questions problème pressé urgent aide désolé désolée bonjour merci appelle nom cherche cherché trouve trouvé essaie essayé demande dit lu entendu vu pense crois sais comprends espère prévois
  téléphone portable site internet ligne application ordinateur message mail hier aujourd'hui demain maintenant bientôt déjà encore toujours jamais depuis semaine semaines jour jours mois an ans année heure heures minutes
  lundi mardi mercredi jeudi vendredi samedi dimanche client cliente commandé commande acheté achète réservé réservation reçu arrivé arrive viens vais reste attends veux voudrais besoin aime nouveau nouvelle petit petite grand grande
  bon bonne mauvais très peu beaucoup ici là maison perdu perdue inquiet inquiète content contente déçu déçue énervé fatigué impatient curieux mari femme ami amie collègue voisin deux trois`,
  es: `pregunta preguntas duda problema prisa urgente ayuda perdón hola gracias llamo nombre busco buscado encuentro intento intentado preguntar dijo leído oído visto pienso creo sé entiendo espero planeo
  teléfono móvil celular web página internet línea aplicación ordenador mensaje correo ayer hoy mañana ahora pronto ya todavía siempre nunca desde semana semanas día días mes meses año años hora horas minutos
  lunes martes miércoles jueves viernes sábado domingo cliente clienta pedido pedí comprado compré reservado reserva recibido llegado llego vengo voy quedo quiero quisiera necesito gusta nuevo nueva pequeño pequeña grande
  bueno buena malo muy poco mucho aquí allí casa perdido perdida preocupado preocupada contento contenta cansado curioso marido mujer amigo amiga colega vecino dos tres`,
  pt: `pergunta dúvida problema pressa urgente ajuda desculpe olá obrigado obrigada chamo nome procuro encontro tentei disse li vi penso acho sei entendo espero telefone telemóvel celular site página internet aplicativo
  computador mensagem ontem hoje amanhã agora logo já ainda sempre nunca desde semana semanas dia dias mês meses ano anos hora horas minutos cliente pedido comprei reservei reserva recebi chegou chego venho vou fico quero gostaria
  preciso gosto novo nova pequeno pequena grande bom boa mau muito pouco aqui casa perdido perdida preocupado contente cansado curioso marido mulher amigo amiga colega vizinho dois três`,
  it: `domanda problema fretta urgente aiuto scusa scusi ciao grazie chiamo nome cerco cercato trovo provato chiesto detto letto sentito visto penso credo so capisco spero telefono cellulare sito pagina internet applicazione
  computer messaggio ieri oggi domani adesso ora presto già ancora sempre mai da settimana settimane giorno giorni mese mesi anno anni ore minuti cliente ordinato comprato prenotato prenotazione ricevuto arrivato arrivo vengo vado
  resto voglio vorrei bisogno piace nuovo nuova piccolo piccola grande buono buona molto poco qui casa perso persa preoccupato contento stanco curioso marito moglie amico amica collega vicino due tre`,
  nl: `vraag vragen probleem haast dringend hulp sorry hallo bedankt heet naam zoek gezocht vind gevonden geprobeerd gevraagd gezegd gelezen gehoord gezien denk weet begrijp hoop telefoon mobiel site website pagina internet online app
  computer bericht gisteren vandaag morgen nu net straks al nog altijd nooit sinds week weken dag dagen maand maanden jaar jaren uur minuten klant besteld bestelling gekocht geboekt boeking ontvangen gekregen aangekomen kom ga blijf
  wacht wil zou nodig nieuw nieuwe klein kleine grote goed slecht heel erg beetje veel hier thuis kwijt bezorgd blij moe benieuwd man vrouw vriend vriendin collega buurman twee drie`,
}

const terms = new Map<Language, ReadonlySet<string>>()

/** Whether a term, as `contentTerms` has it, is of what is said by the way. */
export function isAside(term: string, language: Language): boolean {
  return /^\d+$/.test(term) || termsOf(language).has(term)
}

/** Made when they are first asked for, not while the server starts. */
function termsOf(language: Language): ReadonlySet<string> {
  const known = terms.get(language) ?? new Set(contentTerms(ASIDES[language] ?? ""))
  terms.set(language, known)
  return known
}
