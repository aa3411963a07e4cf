import { ChatdError } from "./errors.ts"

export interface Rating {
  partnerId: string
  sessionId: string
  messageId: string
  helpful: boolean
  query: string
  response: string
  agentType: string
  user: { agentId: string; email: string; fullName: string }
  confidence: number | undefined
  sources: readonly string[]
}

export interface RatingPorts {
  /** The interaction that the rating is about, if chatd gave that answer. */
  findInteraction(rating: Rating): Promise<{ id: string; escalated: boolean } | undefined>
  /** Stores the first rating of a message; returns the one in force. */
  insertRating(rating: Rating, interactionId: string | undefined, at: Date): Promise<{ helpful: boolean }>
}

/**
 * Stores a thumbs up or down, once a message. The same rating again is no fault (a retry), another one is.
 *
 * @throws {ChatdError} `conflict` for a second opinion, or for a message that was escalated
 */
export async function rateAnswer(ports: RatingPorts, rating: Rating, at: Date): Promise<void> {
  const interaction = await ports.findInteraction(rating)
  if (interaction?.escalated) {
    throw new ChatdError("conflict", "This message was escalated: it takes a ticket or a no, not a rating.")
  }
  const stored = await ports.insertRating(rating, interaction?.id, at)
  if (stored.helpful !== rating.helpful)
    throw new ChatdError("conflict", "This message has been rated already.")
}
