/** A site of a test: answers by path. */
export type Answers = Record<string, string | Response | ((request: Request) => Response | Promise<Response>)>

/** Plays a site on loopback; texts are sent as HTML, other paths are answered with status 404. */
export function playSite(answers: Answers): { origin: string; asked: string[]; [Symbol.dispose](): void } {
  const asked: string[] = []
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      asked.push(pathname + search)
      const answer = answers[pathname + search] ?? answers[pathname]
      if (answer === undefined) return new Response("no", { status: 404 })
      if (typeof answer === "string")
        return new Response(answer, { headers: { "content-type": "text/html" } })
      return answer instanceof Response ? answer.clone() : await answer(request)
    },
  })
  return { origin: `http://127.0.0.1:${server.port}`, asked, [Symbol.dispose]: () => void server.stop(true) }
}
