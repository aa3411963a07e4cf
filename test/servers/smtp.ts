import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { simpleParser } from "mailparser"
import { SMTPServer } from "smtp-server"

/**
 * `refuse`: come back later. `stall`: no greeting. `drop`: the line breaks within the message. `drop after`: it is taken, and the
 * line breaks before anybody says so.
 */
type Trouble = "refuse" | "stall" | "drop" | "drop after"

/** A real SMTP server that keeps the mails that it has taken, and fails in the ways such servers fail. */
export async function startSmtpServer() {
  const state = {
    port: 0,
    mails: [] as string[],
    /** To whom they were. */
    recipients: [] as string[],
    /** Connections that were opened. */
    connections: 0,
    trouble: undefined as Trouble | undefined,
    /** Addresses that it will have later. */
    greylisted: new Set<string>(),
    /** Addresses that it will never have. */
    unknown: new Set<string>(),
    /** What makes chatd send through it. */
    get settings() {
      return {
        "smtp.host": "127.0.0.1",
        "smtp.port": state.port,
        "smtp.require_tls": false,
        "smtp.from": "Support <support@acme.example>",
      }
    },
    /** What came for an address, or for anybody, as mail programs read it. */
    async read(address = "") {
      const all = await Promise.all(state.mails.map((raw) => simpleParser(raw)))
      return all.filter(({ to }) => [to ?? []].flat().some(({ text }) => text.includes(address)))
    },
    hangUp() {
      for (const connection of server.connections as unknown as Iterable<{ _socket: { destroy(): void } }>)
        connection._socket.destroy()
    },
    async stop() {
      state.hangUp()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    onConnect(_session, done) {
      state.connections++
      if (state.trouble === "refuse") done(Object.assign(new Error("Try again later"), { responseCode: 421 }))
      else if (state.trouble !== "stall") done()
    },
    onRcptTo({ address }, _session, done) {
      if (state.greylisted.has(address))
        done(Object.assign(new Error("Try again later"), { responseCode: 451 }))
      else if (state.unknown.has(address))
        done(Object.assign(new Error(`5.1.1 <${address}>: User unknown`), { responseCode: 550 }))
      else done()
    },
    onData(stream, { envelope }, done) {
      const take = (mail: string) => {
        if (state.trouble === "drop") return state.hangUp()
        state.mails.push(mail)
        state.recipients.push(...envelope.rcptTo.map(({ address }) => address))
        if (state.trouble === "drop after") return state.hangUp()
        done()
      }
      // A sender that dies within its message has sent none.
      text(stream).then(take, () => {})
    },
  })
  server.on("error", () => {})
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()))
  state.port = (server.server.address() as AddressInfo).port
  return state
}

/** The number that a mail tells. */
export function numberIn(mail: string): string | undefined {
  return /^Subject: .*?#(\S+):/m.exec(mail)?.[1]
}
