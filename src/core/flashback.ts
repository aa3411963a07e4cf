import type { StoredCustomer } from "./customers.ts"
import type { Partner } from "./partner.ts"

/** In the partner guide's form. */
export interface FlashbackProfile {
  flashBack: {
    firstEventDate: EventDate
    firstEventTrait: string
    secondEventDate: EventDate
    secondEventTrait: string
  }
}

export interface EventDate {
  month: string
  year: number
}

interface Ages {
  /** From which age on these are used: then both lie in the past. */
  from: number
  first: readonly [from: number, to: number]
  second: readonly [from: number, to: number]
}

const GROWN_UP: Ages = { from: 23, first: [7, 12], second: [16, 22] }
const YOUNG: Ages = { from: 13, first: [5, 8], second: [10, 12] }

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
]

/** Only what anybody would be glad to hear: an agent may say it aloud. */
const FIRST_TRAITS = [
  "Curious: likes to know how things work",
  "Imaginative: sees more than one way",
  "Patient: takes the time a thing needs",
  "Cheerful: meets people with a smile",
  "Thoughtful: thinks before speaking",
  "Adventurous: likes to try what is new",
  "Careful: notices the small things",
  "Helpful: lends a hand unasked",
  "Playful: enjoys a good joke",
  "Independent: likes to find out alone",
  "Loyal: stands by friends",
  "Observant: remembers what others miss",
]

const SECOND_TRAITS = [
  "Determined: finishes what was begun",
  "Open-minded: listens to other views",
  "Practical: looks for what works",
  "Reliable: keeps a promise",
  "Creative: makes something out of little",
  "Calm: keeps a clear head",
  "Organised: likes a clear plan",
  "Generous: shares time and knowledge",
  "Straightforward: says what is meant",
  "Resourceful: finds a way round",
  "Fair: weighs both sides",
  "Optimistic: expects things to turn out well",
]

/** A customer's profile, where there is a birthdate and the partner wants profiles. */
export function flashbackFor(
  partner: Partner,
  customer: StoredCustomer,
  today: Date,
): FlashbackProfile | undefined {
  if (!partner.settings.flashback.enabled || customer.birthdate === undefined) return undefined
  return flashbackOf(customer.birthdate, today)
}

/**
 * Two moments of a life and a trait for each, drawn from the birthdate: an opener for a conversation, like a horoscope,
 * and not a fact about anybody. The same birthdate gives the same profile everywhere. Of somebody under 23 both moments
 * lie in childhood; of a child under 13 there is none.
 *
 * @param birthdate `1990-01-15`
 * @param today only says how old they are
 */
export function flashbackOf(birthdate: string, today: Date): FlashbackProfile | undefined {
  const age = ageOn(birthdate, today)
  const ages = [GROWN_UP, YOUNG].find(({ from }) => age >= from)
  if (!ages) return undefined
  return {
    flashBack: {
      firstEventDate: eventDate(birthdate, "first", ages.first),
      firstEventTrait: pick(FIRST_TRAITS, `${birthdate} first trait`),
      secondEventDate: eventDate(birthdate, "second", ages.second),
      secondEventTrait: pick(SECOND_TRAITS, `${birthdate} second trait`),
    },
  }
}

/** A month in which they are of these ages from its first day to its last. */
function eventDate(birthdate: string, event: string, [from, to]: readonly [number, number]): EventDate {
  const age = from + (hash(`${birthdate} ${event} age`) % (to - from + 1))
  const month = pick(MONTHS, `${birthdate} ${event} month`)
  const monthsAfterBirthday = MONTHS.indexOf(month) + 1 - Number(birthdate.slice(5, 7))
  // Up to their birthday in that year they are a year younger; in its own month, for some days.
  const isTooEarly = monthsAfterBirthday < 0 || (monthsAfterBirthday === 0 && age === from)
  return { month, year: Number(birthdate.slice(0, 4)) + age + (isTooEarly ? 1 : 0) }
}

function pick(choices: readonly string[], seed: string): string {
  return choices[hash(seed) % choices.length] as string
}

function ageOn(birthdate: string, today: Date): number {
  const date = today.toISOString().slice(0, 10)
  const years = Number(date.slice(0, 4)) - Number(birthdate.slice(0, 4))
  return date.slice(5) < birthdate.slice(5) ? years - 1 : years
}

/** FNV-1a, then murmur's mixing: neighbouring dates must not give neighbouring numbers. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
