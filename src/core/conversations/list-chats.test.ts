import { expect, test } from "bun:test"
import type { Outcome } from "../stats/conversation-facts.ts"
import { type Chat, type ListChatsPorts, listChats } from "./list-chats.ts"

/** Chats by number, the newest first; every `rare`th one was answered by a person. */
function chatsOf(count: number, rare: number): ListChatsPorts & { lookedAt: number } {
  const all = Array.from(
    { length: count },
    (_, i): Pick<Chat, "facts"> & { conversation: { number: number } } => {
      const number = count - i
      const outcome: Outcome = number % rare === 0 ? "answered_by_person" : "answered_by_bot"
      return { conversation: { number }, facts: { number, outcome } as Chat["facts"] }
    },
  ) as Chat[]
  return {
    lookedAt: 0,
    async chats(_, { before = Number.POSITIVE_INFINITY, limit }) {
      const found = all.filter(({ conversation }) => conversation.number < before).slice(0, limit)
      this.lookedAt += found.length
      return found
    },
    countChats: async () => count,
    conversationsSaying: async () => [],
  }
}

/** All that page after page gives. */
async function everyPage(ports: ListChatsPorts, limit: number): Promise<number[][]> {
  const pages: number[][] = []
  for (let before: number | undefined; ; ) {
    const { chats, next } = await listChats(ports, "acme", { outcome: "answered_by_person", before, limit })
    pages.push(chats.map(({ conversation }) => conversation.number))
    if (next === undefined) return pages
    before = next
  }
}

test("a rare outcome is found behind more conversations than are read at once, each once and in order", async () => {
  for (const [count, rare, limit] of [
    [201, 200, 1],
    [1_000, 7, 10],
    [4_500, 1_500, 2],
    [400, 200, 2],
  ] as const) {
    const pages = await everyPage(chatsOf(count, rare), limit)
    const expected = Array.from({ length: Math.floor(count / rare) }, (_, i) => rare * (i + 1)).reverse()
    expect(pages.flat()).toEqual(expected)
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit)
  }
})

test("a page ends after so many conversations, however few it found, and says where to go on", async () => {
  const ports = chatsOf(5_000, 5_001)
  const page = await listChats(ports, "acme", { outcome: "answered_by_person", limit: 10 })
  expect(page).toMatchObject({ chats: [], total: undefined, next: 3_001 })
  expect(ports.lookedAt).toBe(2_000)
})
