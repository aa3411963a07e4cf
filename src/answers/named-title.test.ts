import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import { answerQuestion } from "./answer-question.ts"

const ARTICLES = [
  {
    id: "reisepass",
    title: "Reisepass",
    body: "Einen Reisepass beantragen Sie persönlich mit Termin.\n\n**Kosten**\n\n- ab 24 Jahren: 70 €\n- unter 24 Jahren: 37,50 €\n- Expresspass: zusätzlich 32 €\n- 48 Seiten: zusätzlich 22 €\n\n**Dauer:** regulär 4 bis 6 Wochen, Express 3 bis 4 Werktage.\n\nGültig ist er 10 Jahre, bei Personen unter 24 Jahren 6 Jahre. Ein vorläufiger Reisepass (26 €) wird nur ausgestellt, wenn die Reise unmittelbar bevorsteht; bringen Sie die Buchung mit.",
  },
  {
    id: "verlust",
    title: "Ausweis verloren oder gestohlen",
    body: "Melden Sie den Verlust unverzüglich im Bürgerbüro. Bei Diebstahl erstatten Sie zusätzlich Anzeige.\n\n## Ausweis wiedergefunden\n\nAuch das müssen Sie melden. Ein als verloren gemeldeter Ausweis darf nicht mehr für Reisen benutzt werden.",
  },
  {
    id: "anmeldung",
    title: "Wohnsitz anmelden",
    body: "Wer umzieht, muss sich innerhalb von zwei Wochen anmelden. Die Anmeldung ist kostenlos.",
  },
]

const dependencies = knowing(ARTICLES)

const ask = (message: string) => answerQuestion(dependencies, { partnerId: "p", message, history: [] })

test.each(["reisepass kosten", "was kostet ein reisepass"])(
  "%s: the prices below the heading are told, though none names what the title does",
  async (message) => {
    expect((await ask(message)).text).toContain("ab 24 Jahren: 70 €")
  },
)

test.each(["ausweis verloren was tun", "ich habe meinen ausweis verloren"])(
  "%s: who names the title is told what it begins with",
  async (message) => {
    expect((await ask(message)).text).toContain("unverzüglich")
  },
)
