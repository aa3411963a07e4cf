import { randomInt } from "node:crypto"
import type { AgentState } from "./core/agents/agent-state.ts"
import { type Conversation, isWaiting } from "./core/conversations/conversation.ts"
import type { Appended } from "./core/conversations/log.ts"
import type { Partner } from "./core/partner.ts"
import type { RoutePorts } from "./core/routing/acting.ts"
import { type ExplainedMove, explainRoute } from "./core/routing/explain-route.ts"
import { routePartner } from "./core/routing/route-partner.ts"
import { AgentConnections, type ConnectingAgent } from "./jobs/agent-connections.ts"
import { Dispatcher } from "./jobs/dispatcher.ts"
import type { Logger } from "./log.ts"
import type { Hub, Published } from "./realtime/hub.ts"
import { QueuePlaces } from "./realtime/queue-places.ts"
import type { OnCommitted } from "./storage/conversations/batching-log.ts"
import type { Database } from "./storage/database.ts"
import { agentState, agentStates, anybodyThere } from "./storage/routing/agent-states.ts"
import { explainPorts } from "./storage/routing/explain-ports.ts"
import { placeInQueue, waitingIds, waitingQueue, waitingTotals } from "./storage/routing/queue.ts"
import { routeTogether } from "./storage/routing/route-together.ts"
import { hasRoutingWork, partnersToLookAt } from "./storage/routing/routing-work.ts"

/** How often it is looked for what nobody told: another process's changes, leases, grace times. */
const SWEEP_MS = 1_000

export interface RoutingDependencies {
  database: Database
  log: Logger
  hub: Hub
  partnerById(id: string): Promise<Partner | undefined>
  /** No other server writes to this database. */
  sole: boolean
  /** To be told what routing commits. */
  onCommitted: OnCommitted
  /** Milliseconds since 1970. */
  now?: () => number
}

/** What agents and queues are for the rest of the server. */
export interface Routing {
  /** For the verbs that move conversations. */
  ports: RoutePorts
  /** Something has changed of which an assignment may come: an agent's presence, capacity or account. */
  wake(partnerId: string): void
  /** To be told of everything that is committed to conversations. */
  committed(batch: readonly Appended[]): void
  /** To be told of what other servers commit, as far as somebody here listens to it. */
  heard(published: readonly Published[]): void
  /** A client of the agent's is there. @returns to be called once when it is gone */
  connected(agent: ConnectingAgent): () => void
  /** The same by the agent's number, which may have no account: then nothing follows. */
  connectedAs(partnerId: string, number: number): () => void
  /** Told whenever an agent's client comes or the last one goes, here. @returns ends it */
  onConnections(listener: (partnerId: string) => void): () => void
  /** Whether somebody is there who is given conversations, at any server, be there room or not. */
  isStaffed(partnerId: string): Promise<boolean>
  agents(partnerId: string): Promise<AgentState[]>
  agent(partnerId: string, number: number): Promise<AgentState | undefined>
  /** Who waits for a person, in their order. */
  queue(partnerId: string, limit: number): Promise<Conversation[]>
  queueTotals(partnerId: string): Promise<{ waiting: number; oldest: number | undefined }>
  /** From 1; undefined outside the queue. */
  placeOf(conversation: Conversation): Promise<number | undefined>
  /** How a conversation came to whom it came. */
  explain(conversation: Conversation): Promise<ExplainedMove[]>
  /** A customer's client has come, and is to be told when its place changes. */
  clientCame(conversation: Conversation): void
}

/** Everything that brings waiting customers to people, put together. */
export function openRouting(dependencies: RoutingDependencies) {
  const { database, log, hub, partnerById, sole, onCommitted, now = Date.now } = dependencies
  const { db } = database
  const listeners = new Set<(partnerId: string) => void>()
  const places = new QueuePlaces({
    hub,
    order: (partnerId) => waitingIds(db, partnerId),
    onFault: (err) => log.error({ err }, "places in the queue could not be told"),
  })
  const together = routeTogether(database, onCommitted, now)
  const connections = new AgentConnections({
    database,
    log,
    sole,
    now,
    onChange(partnerId) {
      dispatcher.wake(partnerId)
      for (const listener of listeners) listener(partnerId)
    },
  })
  const routingOf = async (partnerId: string) => (await partnerById(partnerId))?.settings.routing
  const dispatcher = new Dispatcher(
    {
      async hasWork(partnerId) {
        const settings = await routingOf(partnerId)
        if (!settings) return false
        return hasRoutingWork(db, partnerId, { graceSeconds: settings.graceSeconds, at: now() })
      },
      async route(partnerId) {
        const settings = await routingOf(partnerId)
        return settings
          ? (await routePartner({ together, pick: randomInt }, partnerId, settings)).more
          : false
      },
      async partners() {
        await connections.removeDead()
        // What another server commits is not told here.
        if (!sole) places.lookAgain()
        return partnersToLookAt(db, now())
      },
    },
    log,
  )
  const routing: Routing = {
    ports: { together },
    wake: (partnerId) => dispatcher.wake(partnerId),
    committed(batch) {
      for (const partnerId of partnersMoved(batch)) {
        dispatcher.wake(partnerId)
        places.changed(partnerId)
      }
    },
    heard(published) {
      for (const { conversation } of published)
        if (isWaiting(conversation)) places.changed(conversation.partnerId)
    },
    connected: (agent) => connections.connected(agent),
    connectedAs(partnerId, number) {
      let leave: (() => void) | undefined
      let left = false
      agentState(db, partnerId, number, now())
        .then((agent) => {
          if (agent && !left) leave = connections.connected(agent)
        })
        .catch((err) => log.error({ err }, "an agent's connection could not be stored"))
      return () => {
        left = true
        leave?.()
      }
    },
    onConnections(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    isStaffed: (partnerId) => anybodyThere(db, partnerId, now()),
    agents: (partnerId) => agentStates(db, partnerId, now()),
    agent: (partnerId, number) => agentState(db, partnerId, number, now()),
    queue: (partnerId, limit) => waitingQueue(db, partnerId, limit),
    queueTotals: (partnerId) => waitingTotals(db, partnerId),
    placeOf: (conversation) => placeInQueue(db, conversation),
    explain: (conversation) => explainRoute(explainPorts(database), conversation),
    clientCame: (conversation) => places.clientCame(conversation),
  }
  return {
    routing,
    /** Takes up what an earlier process left. */
    async takeUp(): Promise<void> {
      await connections.takeUp()
      await dispatcher.sweep()
    },
    /** Goes on vouching and looking until stopped. */
    start(): void {
      connections.start()
      dispatcher.start(SWEEP_MS)
    },
    /** Looks at once for what only time makes possible. */
    async sweep(): Promise<void> {
      await connections.renew()
      await dispatcher.sweep()
    },
    /** Resolves when everything that was told has been seen to. */
    async idle(): Promise<void> {
      await connections.idle()
      await dispatcher.idle()
    },
    async stop(): Promise<void> {
      places.stop()
      await dispatcher.stop()
      await connections.stop()
    },
  }
}

/** Partners of whose conversations one has changed hands, or its place in the queue: the bot's answers do neither. */
function partnersMoved(batch: readonly Appended[]): Set<string> {
  const partners = new Set<string>()
  for (const { events, known, conversation } of batch) {
    const moved = ({ type, data }: Appended["events"][number]) =>
      (type === "status" && data?.reason !== "answered") || (type === "note" && data?.priority !== undefined)
    if (!known && events.some(moved)) partners.add(conversation.partnerId)
  }
  return partners
}
