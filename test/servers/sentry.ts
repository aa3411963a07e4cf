/** An item of an envelope. */
export interface EnvelopeItem {
  // biome-ignore lint/suspicious/noExplicitAny: events are looked into field by field
  header: any
  // biome-ignore lint/suspicious/noExplicitAny: events are looked into field by field
  payload: any
}

export interface Envelope {
  path: string
  headers: Headers
  raw: string
  header: Record<string, unknown>
  items: EnvelopeItem[]
}

/** Takes envelopes as Sentry's wire format has them, and answers as it is told. */
export interface FakeSentry {
  dsn: string
  envelopes: Envelope[]
  /** Its events of errors. */
  events(): EnvelopeItem["payload"][]
  behaves(behaviour: () => Response | Promise<Response>): void
  stop(): Promise<void>
}

export function startFakeSentry(): FakeSentry {
  let behaviour = (): Response | Promise<Response> => Response.json({ id: "x" })
  const envelopes: Envelope[] = []
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 60,
    async fetch(request) {
      const raw = await request.text()
      const url = new URL(request.url)
      if (request.method !== "POST" || url.pathname !== "/api/42/envelope/")
        return new Response("", { status: 404 })
      if (url.searchParams.get("sentry_key") !== "publickey") return new Response("", { status: 403 })
      envelopes.push({ path: url.pathname, headers: request.headers, raw, ...parsed(raw) })
      return behaviour()
    },
  })
  return {
    dsn: `http://publickey@127.0.0.1:${server.port}/42`,
    envelopes,
    events: () =>
      envelopes.flatMap(({ items }) =>
        items.filter(({ header }) => header.type === "event").map(({ payload }) => payload),
      ),
    behaves(next) {
      behaviour = next
    },
    stop: () => server.stop(true),
  }
}

/** A line of JSON, then for each item a line of JSON and its payload: of so many bytes as it says, else to the line's end. */
function parsed(raw: string): Pick<Envelope, "header" | "items"> {
  let rest = Buffer.from(raw)
  const line = (): Buffer => {
    const end = rest.indexOf("\n")
    const found = end < 0 ? rest : rest.subarray(0, end)
    rest = end < 0 ? Buffer.alloc(0) : rest.subarray(end + 1)
    return found
  }
  const header = JSON.parse(line().toString())
  const items: EnvelopeItem[] = []
  while (rest.length > 0) {
    const item = JSON.parse(line().toString())
    let payload: Buffer
    if (item.length === undefined) payload = line()
    else {
      payload = rest.subarray(0, item.length)
      rest = rest.subarray(item.length + 1)
    }
    items.push({ header: item, payload: JSON.parse(payload.toString()) })
  }
  return { header, items }
}
