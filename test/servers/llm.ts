/** An endpoint that speaks the chat-completions wire format, with replies chosen by the test. */
export interface FakeEndpoint {
  url: string
  requests: { authorization: string | null; body: ChatRequest }[]
  stop(): Promise<void>
}

export interface ChatRequest {
  model: string
  messages: { role: string; content: string }[]
  response_format?: { type: string }
  stream?: boolean
  temperature?: number
  max_tokens?: number
  max_completion_tokens?: number
  tools?: { type: string; function: { name: string; parameters: object } }[]
  stream_options?: { include_usage: boolean }
}

export type Behaviour = (body: ChatRequest, attempt: number) => Response | Promise<Response>

/** @param models what it says it has; undefined: it has no such list */
export function startFakeEndpoint(behaviour: Behaviour, models?: readonly string[]): FakeEndpoint {
  const requests: FakeEndpoint["requests"] = []
  const server = Bun.serve({
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url)
      if (models && pathname === "/v1/models") return Response.json({ data: models.map((id) => ({ id })) })
      if (pathname !== "/v1/chat/completions") return new Response("not found", { status: 404 })
      const body = (await request.json()) as ChatRequest
      requests.push({ authorization: request.headers.get("authorization"), body })
      return behaviour(body, requests.length)
    },
  })
  return { url: `http://127.0.0.1:${server.port}/v1`, requests, stop: () => server.stop(true) }
}

/** What a model says: mostly a text, of some endpoints a list of parts. */
type Content = string | readonly object[]

/** A whole reply as the wire has it. */
export function completion(content: Content | null, choice: Record<string, unknown> = {}): Response {
  const { finish_reason = "stop", ...message } = choice
  return Response.json({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "fake",
    choices: [{ index: 0, message: { role: "assistant", content, ...message }, finish_reason }],
    usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 },
  })
}

/** A whole reply that calls a tool. */
export function toolCall(name: string, written: string): Response {
  const call = { id: "call_1", type: "function", function: { name, arguments: written } }
  return completion(null, { finish_reason: "tool_calls", tool_calls: [call] })
}

/** The same as the wire streams it: the name first, then the arguments a few letters at a time. */
export function streamedToolCall(name: string, written: string): Response {
  const chunk = (choice: object) =>
    `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "fake", choices: [{ index: 0, finish_reason: null, ...choice }] })}\n\n`
  const call = (piece: object) => chunk({ delta: { tool_calls: [{ index: 0, ...piece }] } })
  const pieces = written.match(/[\s\S]{1,4}/g) ?? []
  const lines = [
    chunk({ delta: { role: "assistant", content: null } }),
    call({ id: "call_1", type: "function", function: { name, arguments: "" } }),
    ...pieces.map((piece) => call({ function: { arguments: piece } })),
    chunk({ delta: {}, finish_reason: "tool_calls" }),
    "data: [DONE]\n\n",
  ]
  return new Response(lines.join(""), { headers: { "content-type": "text/event-stream" } })
}

export function answerJson(answer: string, citations: unknown[] = [1], supported = true): Response {
  return completion(JSON.stringify({ answer, citations, supported }))
}

/**
 * A reply as the wire streams it, a chunk a piece.
 *
 * @param finish why it ends; undefined: the stream stops without saying so
 */
export function streamed(
  pieces: Iterable<Content> | AsyncIterable<Content>,
  finish: string | undefined = "stop",
): Response {
  const encoder = new TextEncoder()
  const chunk = (choice: object | undefined, more: object = {}) =>
    encoder.encode(
      `data: ${JSON.stringify({
        id: "chatcmpl-1",
        object: "chat.completion.chunk",
        created: 1,
        model: "fake",
        choices: choice ? [{ index: 0, finish_reason: null, ...choice }] : [],
        ...more,
      })}\n\n`,
    )
  async function* frames(): AsyncGenerator<Uint8Array> {
    yield chunk({ delta: { role: "assistant", content: "" } })
    for await (const content of pieces) yield chunk({ delta: { content } })
    if (!finish) return
    yield chunk({ delta: {}, finish_reason: finish })
    yield chunk(undefined, { usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 } })
    yield encoder.encode("data: [DONE]\n\n")
  }
  const coming = frames()
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await coming.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  return new Response(body, { headers: { "content-type": "text/event-stream" } })
}

/** An answer as its JSON, cut into pieces that end in the middle of words and of escapes. */
export function inPieces(answer: string, citations: number[] = [1], length = 5): string[] {
  const text = JSON.stringify({ answer, citations, supported: true })
  return Array.from({ length: Math.ceil(text.length / length) }, (_, i) =>
    text.slice(i * length, (i + 1) * length),
  )
}
