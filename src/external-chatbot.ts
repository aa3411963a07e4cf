import type { ConversationEvent } from "./core/conversations/conversation.ts"
import type { AskExternal, ExternalQuestion } from "./core/conversations/external-chatbot.ts"
import { messageId } from "./core/conversations/message-id.ts"
import { askChatbot, ChatbotFault, type ChatbotRequest } from "./integrations/external-chatbot.ts"
import type { Logger } from "./log.ts"
import { version } from "./version.ts"

/** Asks partners' own chatbots, each as its partner has set it. */
export function externalChatbots(allowPrivate: boolean, log: Logger): AskExternal {
  return async (question) => {
    const { url, token, timeoutSeconds } = question.partner.settings.answering.external
    if (url === undefined) return { fault: "answering.external.url is not set." }
    const since = performance.now()
    try {
      const target = { url, token, timeoutMs: timeoutSeconds * 1000, allowPrivate, version }
      return { ...(await askChatbot(target, requestOf(question))), ms: performance.now() - since }
    } catch (error) {
      const fault = error instanceof ChatbotFault ? error.message : "It could not be asked."
      const { partner, conversation } = question
      const about = { partner: partner.id, session: conversation.publicId, seq: question.question.seq }
      // What is no fault of the chatbot's is one of ours.
      log.warn(
        { ...about, fault, ...(!(error instanceof ChatbotFault) && { err: error }) },
        "the external chatbot did not answer",
      )
      return { fault }
    }
  }
}

function requestOf({ partner, conversation, question, customer, earlier }: ExternalQuestion): ChatbotRequest {
  return {
    conversationId: conversation.number,
    sessionId: conversation.publicId,
    message: question.text ?? "",
    messageId: messageId(conversation.number, question.seq),
    customer: {
      id: customer?.externalId ?? null,
      name: customer?.name ?? null,
      email: customer?.email ?? null,
      verified: customer?.verified ?? false,
    },
    history: earlier.map(turnOf),
    partner: { id: partner.id, name: partner.name },
  }
}

function turnOf({ sender, text = "" }: ConversationEvent): ChatbotRequest["history"][number] {
  return { role: sender.kind === "customer" ? "user" : "assistant", content: text }
}
