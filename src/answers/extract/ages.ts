/** In months. */
interface Span {
  from: number
  to: number
}

const YEAR = "years?|yrs?|jahren?|jahre?|ans|años|anos|anni|jaar"
const MONTH = "months?|monaten?|monate|mois|meses|mesi|maanden"
const OLD = "[- ]?olds?| of age| alt| de edad| d['’]âge| di età| de idade| oud"
const IS =
  "i['’]?m|i am|is|are|aged?|turns?|turned|ist|sind|bin|a(?= \\d{1,2} ans)|tiene|tengo|j['’]ai|ha|tem|tenho"
/** "3 year old", "7-jährig", "is 5 months", "he is 7"; not "8 months pregnant", nor "after 6 months" or "am 5. Mai". */
const ASKED = new RegExp(
  `(?<![\\p{L}\\d.,])(?:(\\d{1,2})[- ]?(?:(j[äa]e?hrig\\p{L}*)|(${YEAR}|${MONTH})(?:${OLD}))|(?:${IS}) (\\d{1,2})(?:[- ]?(${YEAR}|${MONTH})(?! (?:pregnant|schwanger|enceinte|embarazada))|(?![.,:]?\\d| ?[%€£$\\p{L}])))(?!\\p{L})`,
  "giu",
)
const TOLD = new RegExp(
  `(?<![\\d.,])(\\d{1,2}) ?(?:to|bis|à|a|tot|[-–]) ?(\\d{1,2})[- ]?(${YEAR}|${MONTH})(?!\\p{L})`,
  "giu",
)

/** "For my 3 year old", "I'm 23", "meine 5-jährige Tochter". */
export function namesAnAge(question: string): boolean {
  return question.search(ASKED) >= 0
}

/** Whether a text, of those that name ages, names one that a question asks about: "2 to 4 years" of "my 3 year old". */
export function saysOfAge(question: string): (text: string) => boolean {
  const asked = [...question.matchAll(ASKED)].map(([, age, aged, unit, spoken, spokenUnit]): Span => {
    const months = monthsIn(aged ?? unit ?? spokenUnit ?? "years")
    const from = Number(age ?? spoken) * months
    return { from, to: from + months - 1 }
  })
  return (text) => {
    const told = [...text.matchAll(TOLD)].map(([, from, to, unit = ""]): Span => {
      return { from: Number(from) * monthsIn(unit), to: Number(to) * monthsIn(unit) }
    })
    return asked.some((age) => told.some(({ from, to }) => age.to >= from && age.from <= to))
  }
}

function monthsIn(unit: string): number {
  return /^mo|^me|^ma/i.test(unit) ? 1 : 12
}
