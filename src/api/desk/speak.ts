import { agentSender } from "../../core/agents/agent.ts"
import type { Appended, ConversationLog } from "../../core/conversations/log.ts"
import { postMessage } from "../../core/conversations/post-message.ts"
import { postNote } from "../../core/conversations/post-note.ts"
import type { AgentCaller } from "./caller.ts"
import type { ReplySource } from "./protocol.ts"

/** What an agent says. */
export interface Said {
  conversationId: number
  clientId: string
  text: string
  /** Of a reply that was suggested: where it came from. */
  source?: ReplySource | undefined
}

export function sayAsAgent(
  log: ConversationLog,
  { agent, partner: { settings } }: AgentCaller,
  { source, ...said }: Said,
): Promise<Appended> {
  const rules = {
    idleSeconds: settings.session.idleSeconds,
    messageLength: settings.limits.messageLength,
  }
  const data = { senderName: agent.name, ...(source && { source }) }
  return postMessage(log, rules, { ...said, sender: agentSender(agent), data })
}

export function noteAsAgent(
  log: ConversationLog,
  { agent, partner: { settings } }: AgentCaller,
  said: Said,
): Promise<Appended> {
  const rules = { messageLength: settings.limits.messageLength }
  return postNote(log, rules, { ...said, sender: agentSender(agent), data: { senderName: agent.name } })
}
