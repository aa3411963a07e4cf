import type { Embedder, TextRole } from "./embedder.ts"

/** With the id: vectors of another centre cannot be compared with these. Change it when the texts below change. */
const CENTRE_ID = "centred-1"

/** What customers of companies of many trades ask: the middle of their vectors is what a model says of any text, whatever it is about. */
const REFERENCE_TEXTS: readonly string[] = [
  "How do I reset my password?",
  "Where is my parcel?",
  "Can I change the date of my booking?",
  "Is this jacket machine washable?",
  "my screen stays black after the update",
  "Which documents do I need to open an account?",
  "What is the interest rate on savings?",
  "Can I bring my dog to the hotel?",
  "Does the course end with a certificate?",
  "Are the vegetables grown nearby?",
  "The heating does not get warm, what can I check?",
  "Is the vaccine safe for children?",
  "How do I invite a colleague to our workspace?",
  "What should I do if I miss my flight?",
  "How many people can use one licence?",
  "Can I pay by bank transfer?",
]

/**
 * The same embedder with its vectors moved about their middle and brought back to length 1. Many models' vectors all lie in one corner
 * (of gte-small's, any two have a cosine of 0.74 on average, of the built-in model's 0.06), while ranking, gate, follow-ups and groups of
 * questions compare cosines with each other and with constants that were found with the built-in model. Measured in docs/retrieval.md.
 *
 * Each role has a middle of its own, since prefixes of a model move all texts of a role alike.
 *
 * @throws what the embedder throws of the sixteen texts, which it embeds once for each role that is unlike another
 * @see Mu, Viswanath: All-but-the-Top (2018), of which this is the first half
 */
export async function centredEmbedder(embedder: Embedder): Promise<Embedder> {
  const passage = await centreOf(embedder, "passage")
  const query = embedder.rolesAlike ? passage : await centreOf(embedder, "query")
  const centres: Record<TextRole, Float32Array> = { passage, query }
  return {
    id: `${embedder.id}-${CENTRE_ID}`,
    dimensions: embedder.dimensions,
    maxTokens: embedder.maxTokens,
    ...(embedder.rolesAlike && { rolesAlike: true }),
    countTokens: (text) => embedder.countTokens(text),
    embed: async (texts, role = "passage") =>
      (await embedder.embed(texts, role)).map((vector) => movedBy(vector, centres[role])),
    former: { ...embedder, close: async () => {} },
    close: () => embedder.close(),
  }
}

async function centreOf(embedder: Embedder, role: TextRole): Promise<Float32Array> {
  const centre = new Float32Array(embedder.dimensions)
  for (const vector of await embedder.embed(REFERENCE_TEXTS, role)) {
    for (const [i, value] of vector.entries()) centre[i] = (centre[i] ?? 0) + value / REFERENCE_TEXTS.length
  }
  return centre
}

function movedBy(vector: Float32Array, centre: Float32Array): Float32Array {
  const moved = vector.map((value, i) => value - (centre[i] ?? 0))
  const length = Math.sqrt(moved.reduce((sum, value) => sum + value * value, 0)) || 1
  return moved.map((value) => value / length)
}
