import type { Unit } from "../extract/units.ts"

/** What takes a model's instructions away, or tells it what it is. No operator writes this to readers. */
const TAKES_OVER = [
  /\b(?:ignore|disregard|forget|override)\s+(?:[\w']+\s+){0,3}?(?:previous|prior|above|earlier|preceding|your)\s+(?:[\w']+\s+)?(?:instructions?|rules?|prompts?|guidelines?)\b/i,
  /\b(?:ignore|disregard|forget|override)\s+(?:all|any|the|these)\s+(?:of\s+(?:the|these|your)\s+)?(?:system\s+)?instructions\b(?=\s*(?:$|[.,;:!]|and\b|above\b))/i,
  /\b(?:ignore|disregard|forget)\s+(?:everything|all|the)\s+(?:\w+\s+)?above\b.{0,20}\b(?:say|reply|respond|answer|tell|write|output)\b/i,
  /\b(?:reveal|show|print|repeat|output|leak)\b.{0,30}\bsystem prompt\b|^\W*system prompt\s*:/i,
  /\byou are (?:now )?an? (?:\w+ )?(?:ai|language model|chatbot)\b|\byou are now in (?:developer|jailbreak|unrestricted) mode\b/i,
  /\b(?:ai|language|ai language) models? (?:must|should|shall|has to|have to)\b|\bai(?: assistants?)? (?:must|should|shall|has to)\b/i,
  /\bas an ai (?:language )?(?:model|assistant)\b/i,
]
/** Orders about what customers are told. An operator may write them to agents; a model may not take them for facts. */
const ORDERS =
  /^\W*(?:(?:please|always|now|then|and)\s+)*(?:reply|respond|answer|tell|say)\b.{0,60}\b(?:the user|every user|each user|the customer|every customer)\b|\b(?:assistant|chatbot)s? (?:must|should|shall|has to|have to)\b/i

/** The units of a block before one that speaks to a model rather than to a reader: what stands behind it goes on with it. */
export function beforeInjection(units: readonly Unit[]): Unit[] {
  const at = units.findIndex(({ plain }) => TAKES_OVER.some((pattern) => pattern.test(plain)))
  return units.slice(0, at < 0 ? undefined : at)
}

/** {@link beforeInjection}, and without orders: what an answer may rest on. */
export function trustedUnits(units: readonly Unit[]): Unit[] {
  return beforeInjection(units).filter(({ plain }) => !ORDERS.test(plain))
}
