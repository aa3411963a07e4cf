import { contentTerms, hasFormOf, hasTermOrForm } from "../terms.ts"
import type { Block, Unit } from "./units.ts"

/** Joins a sentence to the one before it, or stands for what that one says. */
const CONTINUES =
  /^\W*(?:however|but|except|exceptions?|unless|otherwise|only|not|this|these|those|that|it|they|which|such|jedoch|aber|allerdings|ausgenommen|ausnahmen?|ansonsten|sonst|nur|nicht|dies(?:e[rsnm]?)?|das|sie|es|dafür|hiervon|davon|toutefois|cependant|mais|sauf|sinon|seule?s?|cela|ceci|ils?|elles?|sin embargo|pero|excepto|salvo|solo|sólo|esto|eso|tuttavia|però|tranne|solo|questo|ciò|no entanto|porém|mas|exceto|só|isto|isso|maar|behalve|alleen|dit|dat)(?!\p{L})/iu
/** The case that a sentence is about: "From abroad", "On monthly plans", "Aus Österreich". */
const NAMES_A_CASE =
  /^\W*(?:from|for|to|with|without|within|outside|inside|above|below|over|under|between|until|beyond|at|on|if|when|in(?! (?:addition|general|fact|short|this|that|order|case|der regel|ordnung)(?!\p{L}))|aus|für|bei|ab|mit|ohne|innerhalb|außerhalb|über|unter|bis|nach|wenn|falls|im(?! (?:allgemeinen|übrigen)(?!\p{L}))|am|an|auf|pour|avec|dans|hors|depuis|jusqu|au-delà|si|para|desde|con|sin|fuera|hasta|per|fuori|senza|fino|se|com|sem|fora|até|voor|met|zonder|buiten|vanaf|tot|als)(?:['’]|\s)/iu
/** What it says that is meant already: "The discount", "Die Frist", "La réduction". */
const DEFINITE = /^\W*(?:the|der|die|das|le|la|les|el|los|las|il|lo|gli|o|os|as|de|het)\s|^\W*l['’]/iu
const RESTRICTS =
  /(?<!\p{L})(?:not|cannot|\p{L}+n['’]t|no|none|never|only|must|except|excluding|excluded|unless|nicht|keine?\p{L}{0,2}|nie|nur|müssen|muss|außer|ausgenommen|ausgeschlossen|ne|pas|aucune?|jamais|seulement|uniquement|sauf|no|nunca|ning\p{L}+|solo|sólo|excepto|salvo|non|mai|nessun\p{L}*|soltanto|tranne|não|nenhum\p{L}*|apenas|exceto|niet|geen|nooit|alleen|behalve)(?!\p{L})/iu

const REQUIRES =
  /(?<!\p{L})(?:before you|make sure|available|requires?|required|at least|up to|bevor sie|stellen sie sicher|verfügbar|voraussetzung|erforderlich|mindestens|höchstens|avant de|assurez-vous|disponibles?|au moins)(?!\p{L})/iu

/** How many sentences that say nothing of it may stand before one that does. */
const MOST_BETWEEN = 1

/**
 * Where in its paragraph what a sentence says is over: with the last sentence behind it that says when, where or for whom it is
 * otherwise. "Returns are free." without "However, furniture is collected for a fee." is not what its writer said.
 *
 * @returns an index of `units`, `from` where nothing behind qualifies it
 */
export function endOfStatement(units: readonly Unit[], from: number): number {
  let end = from
  for (let at = from + 1; at < units.length && at - end <= MOST_BETWEEN + 1; at++) {
    const unit = units[at]
    if (unit && qualifies(unit, units.slice(from, at))) end = at
  }
  return end
}

/** Whether a sentence is about a case of what stands before it: "From abroad you pay the postage." */
export function namesACase({ plain }: Pick<Unit, "plain">): boolean {
  return NAMES_A_CASE.test(plain)
}

/** Whether a sentence says who may do what it leads to, or what must be there first. */
export function setsACondition({ plain }: Unit): boolean {
  return RESTRICTS.test(plain) || REQUIRES.test(plain)
}

/** Whether a sentence begins with what joins it to the one before it, in whatever language. */
export function continues({ plain }: Unit): boolean {
  return CONTINUES.test(plain)
}

function qualifies(unit: Unit, before: readonly Unit[]): boolean {
  if (continues(unit) || namesACase(unit)) return true
  if (!RESTRICTS.test(unit.plain)) return false
  return DEFINITE.test(unit.plain) || before.some((other) => saysOfTheSame(unit, other))
}

/** Whether a sentence below a table says of when, or for whom, what stands in it is otherwise. */
export function isNoteOf(table: Block, note: Unit): boolean {
  if (!namesACase(note) && !RESTRICTS.test(note.plain)) return false
  const head = { terms: new Set(contentTerms(table.head ?? "")) }
  return [head, ...table.units].some((row) => saysOfTheSame(note, row))
}

/** Whether two sentences have a word in common, in whatever form. */
export function saysOfTheSame({ terms: a }: Pick<Unit, "terms">, { terms: b }: Pick<Unit, "terms">): boolean {
  return [...a].some((term) => hasTermOrForm(b, term)) || [...b].some((term) => hasFormOf(a, term))
}
