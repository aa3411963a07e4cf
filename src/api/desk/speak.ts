import { agentSender } from "../../core/agents/agent.ts"
import type { Appended, ConversationLog } from "../../core/conversations/log.ts"
import { type PostMessagePorts, postMessage } from "../../core/conversations/post-message.ts"
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
  ports: PostMessagePorts,
  { agent, partner }: AgentCaller,
  { source, ...said }: Said,
): Promise<Appended> {
  const data = { senderName: agent.name, ...(source && { source }) }
  return postMessage(ports, partner, { ...said, sender: agentSender(agent), data })
}

export function noteAsAgent(
  log: ConversationLog,
  { agent, partner }: AgentCaller,
  said: Said,
): Promise<Appended> {
  return postNote(log, partner, { ...said, sender: agentSender(agent), data: { senderName: agent.name } })
}
