import type { Config } from "../../config/schema.ts"
import type { Account, AgentToken } from "../../core/agents/account.ts"
import type { Agent } from "../../core/agents/agent.ts"
import type { AgentState } from "../../core/agents/agent-state.ts"
import type { ChangeAgentPorts } from "../../core/agents/change-agent.ts"
import type { ChangePasswordPorts } from "../../core/agents/change-password.ts"
import type { CreateAgentPorts } from "../../core/agents/create-agent.ts"
import type { SecondFactorPorts } from "../../core/agents/second-factor.ts"
import type { SignInPorts } from "../../core/agents/sign-in.ts"
import type { StoredAuditEntry } from "../../core/audit.ts"
import type { ChangePartnerPorts } from "../../core/change-partner.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import type { LanguageFor } from "../../core/conversations/spoken-language.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import type { SummaryStore } from "../../core/conversations/summary.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import type { Intent, IntentName } from "../../core/intent.ts"
import type { AddIntentExamplePorts } from "../../core/intents/add-intent-example.ts"
import type { RemoveIntentExamplePorts } from "../../core/intents/remove-intent-example.ts"

import type { FindAttachment } from "../../core/mail/attachment.ts"

import type { MailTemplatePorts } from "../../core/mail-templates/mail-template.ts"

import type { Partner } from "../../core/partner.ts"
import type { PartnerKey } from "../../core/partner-keys.ts"
import type { RoutePorts } from "../../core/routing/acting.ts"
import type { ExplainedMove } from "../../core/routing/explain-route.ts"
import type { WebhookPorts } from "../../core/webhooks/ports.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import type { Hub } from "../../realtime/hub.ts"
import type { CallerPorts } from "./caller.ts"
import type { DataPorts } from "./data-ports.ts"
import type { DeskWatch } from "./desk-watch.ts"
import type { EncryptionPorts } from "./encryption-ports.ts"
import type { PrivacyPorts } from "./privacy-ports.ts"
import type { DeskTickets } from "./ticket-ports.ts"

/** What the desk's routes and sockets are made of. */
export interface DeskDependencies {
  config: Config
  callers: CallerPorts
  accounts: AccountPorts
  partners: PartnerAccess
  routing: DeskRouting
  /** @param actor who changes something, for the audit log */
  webhooks(actor: string): WebhookPorts
  intents: DeskIntents
  data: DataPorts
  tickets: DeskTickets
  privacy: PrivacyPorts
  encryption: EncryptionPorts
  mailTemplates: MailTemplatePorts
  watch: DeskWatch
  log: ConversationLog
  /** Whether anybody is there who could answer. */
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
  store: ConversationStore
  summaries: SummaryStore
  customerById(id: number): Promise<StoredCustomer | undefined>
  hub: Hub
  limits: MessageLimits
  findAttachment: FindAttachment
  addressOf(request: Request): string
  onFault(error: unknown): void
  /** A long file could not be sent to its end. */
  onBrokenOff(error: unknown): void
}

/** What messages are taken for. */
export interface DeskIntents {
  /** @param actor who changes something, for the audit log */
  examples(actor: string): AddIntentExamplePorts & RemoveIntentExamplePorts
  /** What sentences would be taken for, and the phrases most alike. */
  test(
    partnerId: string,
    texts: readonly string[],
  ): Promise<(Intent & { by: string; nearest: readonly NearExample[] })[]>
  /** Examples have changed: whatever this process remembers of them is asked for again. */
  changed(): void
}

interface NearExample {
  intent: IntentName
  text: string
  likeness: number
  own: boolean
}

export interface AccountPorts {
  signIn: SignInPorts
  own: ChangePasswordPorts & SecondFactorPorts
  create: CreateAgentPorts
  change: ChangeAgentPorts
  accountOf(agent: Agent): Promise<Account | undefined>
  /** What an authenticator app reads. */
  secondFactorUrl(secret: string, agent: Agent, partner: Partner): string
  /** Those that still open something, the newest first. */
  tokens(agent: Agent): Promise<AgentToken[]>
  /** False where the agent has no such live token. */
  revokeToken(agent: Agent, tokenId: string, actor: string): Promise<boolean>
  /** Agents, tokens or settings of the partner have changed: whatever this process remembers of them is asked for again. */
  changed(partnerId: string): Promise<void>
}

export interface PartnerAccess {
  change: ChangePartnerPorts
  /** Every key the partner has had, the newest last. */
  keys(partnerId: string): Promise<PartnerKey[]>
  /** The newest first. */
  audit(partnerId: string, before: number | undefined, limit: number): Promise<StoredAuditEntry[]>
}

/** Who is there, who waits, and who is given what. */
export interface DeskRouting {
  /** For the verbs that move conversations. */
  ports: RoutePorts
  /** Something has changed of which an assignment may come: an agent's presence, capacity or account. */
  wake(partnerId: string): void
  /** A client of the agent's is there. @returns to be called once when it is gone */
  connected(agent: Agent): () => void
  /** Told whenever an agent's client comes or the last one goes, here. @returns ends it */
  onConnections(listener: (partnerId: string) => void): () => void
  agents(partnerId: string): Promise<AgentState[]>
  agent(partnerId: string, number: number): Promise<AgentState | undefined>
  /** Who waits for a person, in their order. */
  queue(partnerId: string, limit: number): Promise<Conversation[]>
  queueTotals(partnerId: string): Promise<{ waiting: number; oldest: number | undefined }>
  /** From 1; undefined outside the queue. */
  placeOf(conversation: Conversation): Promise<number | undefined>
  /** How a conversation came to whom it came. */
  explain(conversation: Conversation): Promise<ExplainedMove[]>
}
