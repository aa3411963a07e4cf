import { expect, test } from "bun:test"
import type { Signal } from "./hub.ts"
import { ListeningSession } from "./listening-session.ts"

class Listener extends ListeningSession<{ store: { eventsAfter(): Promise<[]> } }, Fake> {
  readonly encoding = { event: () => undefined, signal: () => undefined }
  constructor(socket: Fake) {
    super({ store: { eventsAfter: async () => [] } })
    this.socket = socket
  }
  readFailed(): void {}
}

class Fake {
  readonly sent: string[] = []
  room = true
  send(frame: string): void {
    this.sent.push(frame)
  }
  sendAll(): void {}
  hasRoom(): boolean {
    return this.room
  }
  async drained(): Promise<boolean> {
    return true
  }
}

const signal = (kind: Signal["kind"]) => ({ kind }) as Signal

test("that somebody types is not told to who has yet to read other things; what the bot writes is", () => {
  const socket = new Fake()
  const listener = new Listener(socket)
  listener.signal("types", signal("typing"))
  socket.room = false
  listener.signal("types on", signal("typing"))
  listener.signal("writes", signal("stream"))
  expect(socket.sent).toEqual(["types", "writes"])
})
