/** What one customer needs to come back as themselves. */
export interface Session {
  id: string
  token: string
  /** The agent who has it; 0 for nobody. */
  agent: number
}

export interface Connection {
  /** As a network that breaks. */
  drop(): void
}

export interface CustomerConnection extends Connection {
  send(clientId: string, text: string): void
}

export interface CustomerHandlers {
  /** The server has let them in; nothing that they missed is sent later than what is new. */
  ready(): void
  /** A message of theirs is stored under this number: an acknowledgement, or what they missed. */
  stored(clientId: string, number: number): void
  closed(why: string): void
}

export interface AgentHandlers {
  ready(): void
  message(text: string): void
  closed(why: string): void
}

/** A server under test with its data folder made ready: how it is started and how it is spoken to. */
export interface Target {
  command(port: number): string[]
  environment: Record<string, string>
  /** Answered as soon as the server serves. */
  readyPath: string
  /** `count` sessions, dealt out to agents 1 to `agents`; with 0 agents nobody has them. */
  openSessions(port: number, count: number, agents: number): Promise<Session[]>
  connectCustomer(port: number, session: Session, after: number, to: CustomerHandlers): CustomerConnection
  connectAgent(port: number, agent: number, to: AgentHandlers): Connection
  /** Request line, headers and body of a message by HTTP. */
  post(session: Session, clientId: string, text: string): { head: string; body: unknown }
  /** What customers named their messages that are in the database, in the order in which it tells them. */
  storedNames(): string[]
}

export type TargetName = "socketio" | "bare" | "chatd"
