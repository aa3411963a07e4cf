/** What a column of a table of questions and answers holds. */
export type Field = "id" | "title" | "question" | "answer" | "url" | "entryType" | "examples"

/** Where each field is, by column from 0. */
export type Columns = Partial<Record<Field, number>>

/** How the columns are called in the wild, in letters and digits only, lower case. */
const SPELLINGS: Record<Field, string> = {
  id: "id key slug identifier articleid entryid faqid externalid",
  title: "title name subject heading headline topic titel articletitle",
  question: "question questions q query prompt userquestion faq faqquestion frage pregunta domanda",
  answer:
    "answer answers a response reply solution faqanswer antwort respuesta risposta reponse body text content article articlebody description",
  url: "url link href source sourceurl address permalink web",
  entryType: "type entrytype kind articletype",
  examples:
    "examples example examplequestions exampleutterances utterances variants alternativequestions alternatives paraphrases similarquestions",
}

const FIELD_OF_NAME = new Map(
  Object.entries(SPELLINGS).flatMap(([field, names]) =>
    names.split(" ").map((name) => [name, field as Field]),
  ),
)

/** The columns that a table's first row names; empty when it names none. The first of two equal names counts. */
export function columnsOfHeader(row: readonly string[]): Columns {
  const columns: Columns = {}
  for (const [index, name] of row.entries()) {
    const field = FIELD_OF_NAME.get(normaliseName(name))
    if (field && columns[field] === undefined) columns[field] = index
  }
  return columns
}

/** Whether articles can be made of these columns: something to ask or be called, and something to say. */
export function suffice(columns: Columns): boolean {
  return columns.answer !== undefined && (columns.question !== undefined || columns.title !== undefined)
}

/** `Réponse (text)` and `reponse_text` are one name. */
function normaliseName(name: string): string {
  return name
    .slice(0, 100)
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
}
