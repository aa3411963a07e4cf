export const MOODS = ["negative", "neutral", "positive"] as const

/** What a reader hears in a message. A question, or a plain report of a fault, is neutral. */
export type Mood = (typeof MOODS)[number]

/** Probabilities of the moods, in their order. */
export type MoodShares = readonly [negative: number, neutral: number, positive: number]
