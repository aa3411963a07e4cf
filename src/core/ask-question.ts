import type { Answer, Exchange } from "./answer.ts"
import type { AgentType, CrmUser } from "./customer.ts"

export interface Question {
  partnerId: string
  agentType: AgentType
  /** Made up by the client; the session in force may be another one, see {@link Asked.sessionId}. */
  sessionId: string
  user: CrmUser
  message: string
}

export interface Asked {
  /** The session to go on with: a new one where the client's own belongs to somebody else. */
  sessionId: string
  answer: Answer
  at: Date
}

/** What a session knows of itself. */
export interface Remembered {
  /** Oldest first. */
  history: readonly Exchange[]
  /** Its last question was escalated: a ticket was offered. */
  offered: boolean
}

export interface AskPorts {
  /** The session to go on with, which remembers nothing once it has been idle for too long. Writes nothing. */
  openSession(question: Question, at: Date): Promise<{ sessionId: string } & Remembered>
  answer(input: { partnerId: string; message: string } & Remembered): Promise<Answer>
  /** Stores session, question, answer, scores and decision, for analytics and audit. */
  recordInteraction(question: Question, asked: Asked): Promise<void>
  now(): Date
}

/** Answers one question within its session. What is told is stored first. */
export async function askQuestion(ports: AskPorts, question: Question): Promise<Asked> {
  const { partnerId, message } = question
  const { sessionId, ...remembered } = await ports.openSession(question, ports.now())
  const answer = await ports.answer({ partnerId, message, ...remembered })
  const asked: Asked = { sessionId, answer, at: ports.now() }
  await ports.recordInteraction({ ...question, sessionId }, asked)
  return asked
}
