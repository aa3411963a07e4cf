import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser } from "playwright-core"
import { openBrowser } from "./browser.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"

setDefaultTimeout(60_000)

let desk: Desk
let acme: GuidePartner
let browser: Browser
let site: ReturnType<typeof Bun.serve>

beforeAll(async () => {
  browser = await openBrowser()
  // The page of a partner's own, on another origin than chatd.
  site = Bun.serve({
    port: 0,
    fetch: () =>
      new Response("<!doctype html><title>Acme</title>", { headers: { "content-type": "text/html" } }),
  })
  desk = await startDesk()
  const origin = site.url.origin
  const { partner } = desk
  await desk.withDatabase(({ db }) =>
    db
      .updateTable("partner")
      .set({ allowed_origins: JSON.stringify([origin]) })
      .where("id", "=", partner.id)
      .execute(),
  )
  acme = guidePartner(desk)
})
afterAll(async () => {
  await browser.close()
  await desk.stop()
  await site.stop(true)
})

/** The guide's snippet, word by word but for the host, the ids and the token that proves them. */
const guide = (address: string, customerId: string, conversationId: number) => `
const ws = new WebSocket('${address}');

// Listen for messages
ws.onmessage = (event) => {
  const data = JSON.parse(event.data);
  console.log('Received:', data);

  // Handle different message types
  if (data.type === 'message') {
    // Handle new message from agent
    displayMessage(data.payload);
  } else if (data.type === 'typing') {
    // Handle typing indicator
    showTypingIndicator(data.payload.isTyping);
  } else if (data.type === 'status') {
    // Handle status update (agent assigned, etc.)
    updateConversationStatus(data.payload);
  }
};

ws.onopen = () => {
// Send message via WebSocket
ws.send(JSON.stringify({
  type: 'message',
  payload: {
    conversationId: ${conversationId},
    content: 'Hello, I need help',
    senderId: '${customerId}',
    isFromAgent: false
  }
}));

// Send typing indicator
ws.send(JSON.stringify({
  type: 'typing',
  payload: {
    conversationId: ${conversationId},
    isTyping: true,
    isAgent: false
  }
}));
};
`

test("the guide's snippet runs in a partner's page: messages both ways, typing, status", async () => {
  const { id, customerId, sessionToken } = await acme.begin("customer-12345")
  await acme.agentSays(id, 2, "Welcome")
  const agent = await acme.connectAgent(2)
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(site.url.href)
  const address = `${desk.url.replace("http", "ws")}/ws?clientId=${customerId}&token=${sessionToken}`
  const shown = `
    window.shown = { messages: [], typing: [], statuses: [] };
    const displayMessage = (message) => shown.messages.push(message);
    const showTypingIndicator = (isTyping) => shown.typing.push(isTyping);
    const updateConversationStatus = (status) => shown.statuses.push(status);
  `
  await page.addScriptTag({ content: shown + guide(address, customerId, id) })

  expect((await agent.next("message")).payload).toMatchObject({
    conversationId: id,
    senderId: customerId,
    content: "Hello, I need help",
    isFromAgent: false,
  })
  expect((await agent.next("typing")).payload).toEqual({ conversationId: id, isTyping: true, isAgent: false })
  agent.send({ type: "typing", payload: { conversationId: id, isTyping: true, isAgent: true } })
  const answer = (await acme.agentSays(id, 2, "Hi there! How can I help you with your order?")).json
  await acme.call("PATCH", `/api/partner/conversations/${id}`, { status: "closed" })

  await page.waitForFunction("shown.statuses.length > 0")
  const seen = (await page.evaluate("shown")) as {
    messages: { content: string }[]
    typing: boolean[]
    statuses: object[]
  }
  expect(seen.messages.map(({ content }) => content)).toEqual(["Hello, I need help", answer.content])
  expect(seen.messages[1]).toEqual(answer)
  expect(seen.typing).toEqual([true])
  expect(seen.statuses).toMatchObject([{ conversationId: id, status: "closed" }])
  expect(complaints).toEqual([])
  agent.close()
  await page.close()
})

test("a page begins a conversation with the widget key, polls it where sockets are not to be had, and stays itself", async () => {
  const page = await browser.newPage()
  await page.goto(site.url.href)
  const { begun, again, polled } = (await page.evaluate(
    `(async () => {
      const call = async (method, path, key, body) => {
        const response = await fetch('${desk.url}' + path, {
          method,
          headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json' },
          body: body && JSON.stringify(body),
        })
        return response.json()
      }
      const begun = await call('POST', '/api/partner/conversations', '${acme.keys.widgetKey}', {})
      const { id: conversationId, customerId, sessionToken } = begun
      await call('POST', '/api/partner/messages', sessionToken, { conversationId, senderId: customerId, content: 'Hello' })
      let polled = []
      let after = 0
      while (!polled.some(({ payload }) => payload.isFromAgent)) {
        const { events, lastSeq } = await call('GET', '/api/partner/conversations/' + conversationId + '/events?wait=10&after=' + after, sessionToken)
        polled = polled.concat(events)
        after = lastSeq
      }
      const again = await call('POST', '/api/partner/conversations', '${acme.keys.widgetKey}', { sessionToken })
      return { begun, again, polled }
    })()`,
  )) as Record<"begun" | "again", { id: number; customerId: string }> & {
    polled: { type: string; payload: { content?: string } }[]
  }
  expect(begun.customerId).toStartWith("visitor-")
  expect(again.customerId).toBe(begun.customerId)
  expect(polled[0]).toMatchObject({ type: "message", payload: { content: "Hello" } })
  await page.close()
})

test("the guide's bare clientId in a page is told what to do", async () => {
  const page = await browser.newPage()
  await page.goto(site.url.href)
  const closed = await page.evaluate(`new Promise((resolve) => {
    const ws = new WebSocket('${desk.url.replace("http", "ws")}/ws?clientId=customer-12345')
    ws.onclose = ({ code, reason }) => resolve({ code, reason })
  })`)
  expect(closed).toEqual({
    code: 4401,
    reason: "clientId alone proves nothing: add &token= with the sessionToken of the conversation.",
  })
  await page.close()
})
