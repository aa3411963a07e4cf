import { type Smalltalk, smalltalk } from "../../../kb/smalltalk.ts"
import { INTENTS, type Intent, type IntentEntities, type IntentName } from "../../core/intent.ts"
import { softmax, type Weights } from "../softmax-regression.ts"
import { intentLogits, noVector, shippedWeights } from "./classifier.ts"
import { isComplaint } from "./complaint.ts"
import type { Consent } from "./consent.ts"
import { hasCue } from "./cues.ts"
import { entitiesOf, type Found } from "./entities.ts"
import { type Example, exampleVotes } from "./examples.ts"
import { plainText } from "./plain-text.ts"

/** What a message is after, and how that was found out; `cues` where there was no embedding. */
export interface Classified extends Intent {
  by: "pattern" | "example" | "meaning" | "cues" | "llm"
  /** Where it is small talk by its words alone. */
  smalltalk?: Smalltalk
}

export interface Classifying {
  text: string
  /** The message's embedding, as retrieval has it, and what was learned with its model; without, words alone say it. */
  meaning?: { vector: Float32Array; weights: Weights } | undefined
  /** The partner's own. */
  examples?: readonly Example[]
  orderPatterns?: readonly RegExp[]
}

/** How sure a plain pattern is: on sentences nobody has seen it may still err. */
const PLAIN = 0.97
/** Of what is left of a message that names a ticket, in words: "#12?", "and ticket 12". */
const SHORT = 4
/** More of an intent's odds are needed to be as sure as the classifier believes; fitted on the half of the sentences that served to choose. */
const SHARPNESS = 1.6

/** The intent of a message by its words and, where its embedding is there, its meaning. Nothing is asked or waited for. */
export function classifyMessage(classifying: Classifying): Classified {
  const found = entitiesOf(classifying.text, classifying.orderPatterns)
  return intentByPattern(classifying.text, found) ?? intentByMeaning(classifying, found)
}

/** What needs no model: small talk, a request for a person in so many words, a ticket or an order by its number, an outraged complaint. */
export function intentByPattern(text: string, found: Found): Classified | undefined {
  const said = smalltalk(text)
  const entities = onlyEntities(found)
  if (said) {
    const name = said.kind === "human" ? "human" : "smalltalk"
    return { name, confidence: PLAIN, entities, by: "pattern", smalltalk: said }
  }
  const plain = plainText(text)
  if (found.ticketNamed && asksForTicket(plain))
    return { name: "ticket_status", confidence: PLAIN, entities, by: "pattern" }
  if (found.orderNamed && !found.ticketNamed && isBarely(plain))
    return { name: "order", confidence: PLAIN, entities, by: "pattern" }
  if (isComplaint(text)) return { name: "human", confidence: PLAIN, entities, by: "pattern" }
  return undefined
}

/** Of a message that takes or refuses what was offered, a person or just help. */
export function intentOfConsent(consent: Consent, offered: "person" | "help", found: Found): Classified {
  const name = consent === "yes" && offered === "person" ? "human" : "smalltalk"
  return { name, confidence: PLAIN, entities: onlyEntities(found), by: "pattern" }
}

/** Whether somebody who names a ticket wants to know of it, not how tickets work, nor a person, nor something else. */
function asksForTicket(plain: string): boolean {
  const other = ["howto", "order", "booking", "speak", "stop"] as const
  if (other.some((cue) => hasCue(plain, cue))) return false
  return wordsIn(plain) <= SHORT || hasCue(plain, "status")
}

/** Whether somebody says hardly more than an id: "ORD-123456 please". */
function isBarely(plain: string): boolean {
  return wordsIn(plain) <= SHORT && !hasCue(plain, "howto") && !hasCue(plain, "speak")
}

function wordsIn(plain: string): number {
  return plain.replace(/[#\d-]/g, " ").match(/[\p{L}\p{M}]+/gu)?.length ?? 0
}

/** What no pattern has told: by what it is like. @param found what {@link entitiesOf} found in the message */
export function intentByMeaning(
  { text, meaning, examples = [] }: Omit<Classifying, "orderPatterns">,
  found: Found,
): Classified {
  const entities = onlyEntities(found)
  const plain = plainText(text)
  const votes = exampleVotes(plain, meaning?.vector, examples)
  if (votes.same) return { name: votes.same, confidence: PLAIN, entities, by: "example" }
  const { vector, weights } = meaning ?? { vector: noVector(), weights: shippedWeights() }
  const speaks = intentLogits(weights, plain, vector)
  const shares = softmax(INTENTS.map((name, i) => SHARPNESS * ((speaks[i] ?? 0) + (votes.of[name] ?? 0))))
  const best = shares.indexOf(Math.max(...shares))
  const name: IntentName = INTENTS[best] ?? "question"
  return {
    name,
    confidence: shares[best] ?? 0,
    entities,
    by: votes.of[name] ? "example" : meaning ? "meaning" : "cues",
  }
}

function onlyEntities({ ticketNamed: _, orderNamed: __, ...entities }: Found): IntentEntities {
  return entities
}
