import { expect, test } from "bun:test"
import { questionsIn } from "./questions-in.ts"

const SEVERAL: [string, ...string[]][] = [
  [
    "What are your opening hours and do you ship to Austria?",
    "What are your opening hours",
    "do you ship to Austria?",
  ],
  [
    "what are your opening hours, also do you ship to austria",
    "what are your opening hours",
    "do you ship to austria",
  ],
  ["When do you open? Is parking free?", "When do you open?", "Is parking free?"],
  ["when is the pool open and is parking free", "when is the pool open", "is parking free"],
  ["Can you tell me when you open and where you are?", "Can you tell me when you open", "where you are?"],
  [
    "Hi! My lamp is broken. Can I return it and do you refund shipping? Thanks",
    "Hi! My lamp is broken. Can I return it",
    "do you refund shipping? Thanks",
  ],
  [
    "Do you ship to Austria, what does it cost and how long does it take?",
    "Do you ship to Austria",
    "what does it cost",
    "how long does it take?",
  ],
  ["what's the price?\nand for students?", "what's the price?", "and for students?"],
  [
    "Wann haben Sie geöffnet und liefern Sie nach Österreich?",
    "Wann haben Sie geöffnet",
    "liefern Sie nach Österreich?",
  ],
  [
    "Quels sont vos horaires et livrez-vous en Autriche ?",
    "Quels sont vos horaires",
    "livrez-vous en Autriche ?",
  ],
  ["¿Cuál es el horario y hacen envíos a Austria?", "¿Cuál es el horario", "hacen envíos a Austria?"],
  ["Qual é o horário e enviam para a Áustria?", "Qual é o horário", "enviam para a Áustria?"],
  ["Quali sono gli orari e spedite in Austria?", "Quali sono gli orari", "spedite in Austria?"],
  [
    "Wat zijn de openingstijden en leveren jullie in Oostenrijk?",
    "Wat zijn de openingstijden",
    "leveren jullie in Oostenrijk?",
  ],
  [
    "Çalışma saatleriniz nedir ve Avusturya'ya gönderim yapıyor musunuz?",
    "Çalışma saatleriniz nedir",
    "Avusturya'ya gönderim yapıyor musunuz?",
  ],
  [
    "営業時間は何時ですか？オーストリアに配送できますか？",
    "営業時間は何時ですか？",
    "オーストリアに配送できますか？",
  ],
  [
    "Falls ich zu spät komme, bin ich dann ausgesperrt, und wie lange ist der Empfang besetzt?",
    "Falls ich zu spät komme, bin ich dann ausgesperrt",
    "wie lange ist der Empfang besetzt?",
  ],
  ["Was kostet der Versand, wie lange dauert er?", "Was kostet der Versand", "wie lange dauert er?"],
  ["Wie lange darf ich bleiben und wann muss ich raus?", "Wie lange darf ich bleiben", "wann muss ich raus?"],
  ["Quanto costa la spedizione e quando arriva?", "Quanto costa la spedizione", "quando arriva?"],
  ["¿Hacen envíos y cuando llega mi pedido?", "¿Hacen envíos", "cuando llega mi pedido?"],
  [
    'What does "Are you still there?" mean? How do I log out?',
    'What does "Are you still there?" mean?',
    "How do I log out?",
  ],
  ["ما هي ساعات العمل؟ هل تشحنون إلى النمسا؟", "ما هي ساعات العمل؟", "هل تشحنون إلى النمسا؟"],
]

test.each(SEVERAL)("%s asks several", (message, ...questions) => {
  expect(questionsIn(message)).toEqual(questions)
})

const ONE = [
  "Do you sell shirts and trousers?",
  "How do I log in and pay?",
  "How do I find the form and do it myself?",
  "Which shirt is red and is still available?",
  "What is the difference between Basic and Pro?",
  "opening hours and shipping to austria",
  "Hi, can you help me? What are your opening hours?",
  "Do you ship to Austria? I live in Vienna.",
  "If I cancel, do I get my money back?",
  "Is it free? Thanks!",
  "Are you a bot? How can I pay?",
  "How can I pay? Are you sure?",
  "You ship to Austria, right?",
  "My card was stolen. What's going on? Can you please fix it?",
  "Can I see what I ordered and when it arrives?",
  "Does https://a.example/?x=1 and y work",
  "Können Sie mir helfen? Wo ist mein Paket?",
  "Wie kann ich kündigen und mein Geld zurückbekommen?",
  "Kann ich stornieren, wenn ich krank bin?",
  "Was passiert, falls ich nicht zahle?",
  "Wenn ich storniere, bekomme ich dann mein Geld zurück?",
  "Da ich gestern bestellt habe, wann kommt das Paket?",
  "Ist es möglich, dass ich später komme?",
  "Kann ich die Ware behalten, die Sie mir geschickt haben?",
  "Wie lange dauert es, bis ich mein Geld bekomme?",
  "Woher weiß ich, welche Größe ich brauche?",
  "Wie erfahre ich, wann mein Paket kommt?",
  "Wo sehe ich, wie viel ich verbraucht habe und wie lange das reicht?",
  "Kann ich etwas bestellen, für meine Mutter und ohne es zu bezahlen?",
  "Hallo ich habe gestern bestellt, wo ist mein Paket?",
  "Als ik annuleer, krijg ik dan mijn geld terug?",
  "Kan ik omboeken, voordat ik vertrek?",
  "Hoe weet ik, welke maat ik nodig heb?",
  "Kan ik een kamer boeken, met het ontbijt?",
  "Quand je clique sur payer, comment faire ?",
  "Cuando pago, ¿cómo recibo la factura?",
  "Posso pagar, como cliente novo, com Pix?",
  "Come cliente, posso avere uno sconto?",
  'What does error "Where is the file?" mean?',
  'When I click "Forgot password?" nothing happens. How do I reset it?',
  "Why does it say 'Are you still there?' all the time?",
  "What does (optional?) mean in the form?",
  'Error: "Unexpected token ? in JSON". Why?',
  "Was heißt „Wer ist da?“ im Fenster?",
  "Avez-vous des chemises et des pantalons ?",
  "営業時間は何時ですか？",
  "",
]

test.each(ONE)("%s asks one thing", (message) => {
  expect(questionsIn(message)).toEqual([message])
})
