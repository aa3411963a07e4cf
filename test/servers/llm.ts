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
}

export type Behaviour = (body: ChatRequest, attempt: number) => Response | Promise<Response>

export function startFakeEndpoint(behaviour: Behaviour): FakeEndpoint {
  const requests: FakeEndpoint["requests"] = []
  const server = Bun.serve({
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      if (new URL(request.url).pathname !== "/v1/chat/completions")
        return new Response("not found", { status: 404 })
      const body = (await request.json()) as ChatRequest
      requests.push({ authorization: request.headers.get("authorization"), body })
      return behaviour(body, requests.length)
    },
  })
  return { url: `http://127.0.0.1:${server.port}/v1`, requests, stop: () => server.stop(true) }
}

/** A whole reply as the wire has it. */
export function completion(content: string | null, choice: Record<string, unknown> = {}): Response {
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

export function answerJson(answer: string, citations: unknown[] = [1], supported = true): Response {
  return completion(JSON.stringify({ answer, citations, supported }))
}
