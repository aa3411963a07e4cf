import type { en } from "./en.ts"

/** One form for each way in which a language counts; `other` is always there. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

type Words = typeof en

/** Every text of the widget. English is the model: a language in which one is missing does not compile. */
export type Texts = { readonly [K in keyof Words]: Words[K] extends string ? string : Plural }

export type PlainKey = { [K in keyof Words]: Words[K] extends string ? K : never }[keyof Words]
export type PluralKey = Exclude<keyof Words, PlainKey>
