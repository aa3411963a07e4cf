/** Events that a conversation may hold: messages' ids are made of the number. */
export const MOST_EVENTS = 999_999

/** The message's number among all of its partner's, made of the conversation's and its own. */
export function messageId(conversationNumber: number, seq: number): number {
  return conversationNumber * (MOST_EVENTS + 1) + seq
}

/** The conversation and the event that a message's number stands for. */
export function placeOfMessage(id: number): { conversationNumber: number; seq: number } {
  const size = MOST_EVENTS + 1
  return { conversationNumber: Math.floor(id / size), seq: id % size }
}
