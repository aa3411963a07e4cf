/** Bun's WebSocket, which sends headers and can be torn off; the DOM's types, which pages need, hide that. */
export function openWebSocket(url: string, headers: Record<string, string> = {}): Bun.WebSocket {
  const Socket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket
  return new Socket(url, { headers })
}
