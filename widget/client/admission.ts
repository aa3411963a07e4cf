import { call, isRefused, type Reply } from "./call.ts"
import type { ChatConfig, OpenedSession } from "./chat-api.ts"
import {
  type ChatState,
  type Outcome,
  type Phase,
  type PreChatAnswers,
  type Problem,
  SIGNED_OUT,
} from "./chat-state.ts"
import type { ClientOptions, ConfigOverrides, VisitorIdentity } from "./client-options.ts"
import { effectiveConfig } from "./config.ts"
import { withoutFaults } from "./contact.ts"
import type { Outcomes } from "./outcomes.ts"
import { ownerOf } from "./owner.ts"
import type { Store } from "./store.ts"
import { patchStored, readStored, type Stored } from "./stored.ts"
import type { Surroundings } from "./surroundings.ts"
import { createTimers } from "./timers.ts"

/** How a visitor gets to a session: the configuration, what stands before it, and who they are. */
export interface Admission {
  /** Of the session that was adopted last. */
  readonly token: string | undefined
  /** Asks for the configuration and for a live session, until the server answers. */
  load(): Promise<void>
  /** Asks after a while, longer each time. */
  loadLater(): void
  /** Whether an attempt is due by itself. */
  readonly waits: boolean
  /** Opens a session; while messages wait it tries until it can. */
  open(answers?: PreChatAnswers): Promise<Outcome>
  agree(): void
  configure(overrides: ConfigOverrides): void
  /** @returns whether it is somebody else now */
  identify(identity: VisitorIdentity): boolean
  /** The server was reached. */
  arrived(): void
  /** What was asked is of no interest any more. */
  abandon(): void
}

interface AdmissionPorts {
  options: ClientOptions
  surroundings: Surroundings
  /** The name of what is stored for all tabs. */
  name: string
  store: Store<ChatState>
  outcomes: Outcomes
  adopt(session: OpenedSession): void
  /** Nothing is live, though a session was. */
  ended(): void
  /** Messages may be sent that could not be before. */
  free(): void
  /** Whether messages wait. */
  waiting(): boolean
  /** Messages cannot be sent, for this reason. */
  failed(reason: string): void
  /** Who was signed in is not any more. */
  unverified(): void
  /** None can be sent before so many seconds have passed. */
  limited(seconds: number, message: string): void
}

export function createAdmission(ports: AdmissionPorts): Admission {
  const { options, surroundings, name, store, outcomes } = ports
  const { baseUrl, widgetKey } = options
  const { shared, pace } = surroundings
  const api = `${baseUrl}/api/chat`
  const timers = createTimers<"retry">()

  let { overrides, config } = options
  let identity = withoutFaults(options.identity)
  let token: string | undefined
  /** What was agreed to on this page: the browser may keep nothing. */
  let agreement: Stored = {}
  let loading: Promise<void> | undefined
  let opening: Promise<Outcome> | undefined
  /** Attempts in a row that failed. */
  let failures = 0
  /** Replies to what was asked in an earlier era come too late. */
  let era = {}
  configure(overrides)

  const stored = () => readStored<Stored>(shared, name)
  /** Of an empty proof the other one counts. */
  const proof = () => identity.jwt || identity.signature || ""
  const isSigned = () => Boolean(proof())

  function load(): Promise<void> {
    if (loading) return loading
    const mine = reallyLoad().finally(() => {
      if (loading === mine) loading = undefined
    })
    loading = mine
    return mine
  }

  async function reallyLoad(): Promise<void> {
    const mine = era
    timers.cancel("retry")
    const known = stored()
    // Another tab's visitor may have left theirs.
    if (ownerOf(identity) === (known.verified ? known.owner : "")) token = known.token ?? token
    if (!store.state.session) store.set({ phase: "loading", problem: undefined })
    const [fresh, live] = await Promise.all([
      config
        ? undefined
        : call<ChatConfig>(`${api}/config${widgetKey ? `?key=${encodeURIComponent(widgetKey)}` : ""}`),
      token || isSigned() ? ask({ resumeOnly: true }) : undefined,
    ])
    if (era !== mine) return
    if (fresh?.ok) {
      config = fresh.value
      configure(overrides)
    } else if (fresh) {
      unreachable(fresh)
      return
    }
    if (live?.ok) adopt(live.value)
    else if (live && !isRefused(live)) unreachable(live)
    else {
      if (live?.status === 401) forgetProof(live.problem)
      nothingLive()
    }
  }

  function unreachable({ status, problem }: Reply<unknown> & { ok: false }): void {
    const { resetInSeconds } = problem
    if (problem.code === "network" || status >= 500 || resetInSeconds) tryLater(load, resetInSeconds)
    else store.set({ phase: "failed", problem })
  }

  function tryLater(action: () => void, seconds = 0): void {
    const delay = Math.max(backOff(), seconds * 1000)
    store.set({
      connection: surroundings.isOnline() ? "reconnecting" : "offline",
      retryAt: Date.now() + delay,
    })
    timers.later("retry", delay, action)
  }

  function backOff(): number {
    return Math.min(pace.backOffMost, pace.backOff * 2 ** failures++) * (0.5 + Math.random())
  }

  /** Whoever had a session reads it, others begin. */
  function nothingLive(): void {
    failures = 0
    store.set({ connection: "online", retryAt: undefined })
    if (store.state.session) ports.ended()
    else store.set({ phase: before() })
    ports.free()
  }

  /** What stands between the visitor and a new session. */
  function before(): Phase {
    const { consent, preChat } = store.state.config ?? {}
    const { consent: agreed, consentOwner = "" } = { ...stored(), ...agreement }
    const theirs = consentOwner === "" || consentOwner === ownerOf(identity)
    if (consent && !(theirs && agreed === consent.text)) return "consent"
    return preChat?.enabled && preChat.fields.length > 0 ? "pre-chat" : "ready"
  }

  function ask(more: object): Promise<Reply<OpenedSession>> {
    const { customerId, signature, jwt, ...about } = identity
    const claim = isSigned() ? { identity: jwt ? { jwt } : { customerId, signature } } : { customerId }
    return call<OpenedSession>(`${api}/sessions`, {
      body: {
        widgetKey,
        sessionToken: token,
        ...claim,
        ...about,
        locale: store.state.config?.locale ?? surroundings.language,
        page: surroundings.page(),
        ...more,
      },
    })
  }

  /**
   * A token has its time, and who sits there after it may be another: they go on unsigned. What was written before is not sent
   * so without their word.
   */
  function forgetProof({ message }: Problem): void {
    token = undefined
    if (!isSigned()) return
    // What is wrong with a signature is the page's concern; visitors are told in words of theirs.
    console.warn(`chatd: ${message}`)
    const { signature, jwt, ...others } = identity
    identity = others
    ports.unverified()
  }

  function open(answers: PreChatAnswers = {}): Promise<Outcome> {
    if (opening) return opening
    const mine = reallyOpen(answers).finally(() => {
      if (opening === mine) opening = undefined
    })
    opening = mine
    return mine
  }

  async function reallyOpen(answers: PreChatAnswers): Promise<Outcome> {
    const mine = era
    timers.cancel("retry")
    store.set({ problem: undefined })
    const consent = store.state.config?.consent ? { consent: true } : {}
    const reply = await ask({ ...answers, ...consent })
    if (era !== mine) return outcomes.done
    if (reply.ok) {
      adopt(reply.value)
      return outcomes.done
    }
    const { status, problem } = reply
    if (status === 401 && isSigned()) {
      forgetProof(problem)
      return { ok: false, problem: { code: SIGNED_OUT, message: "", field: undefined } }
    }
    if (problem.resetInSeconds) ports.limited(problem.resetInSeconds, problem.message)
    else if (ports.waiting() && (status === 0 || status >= 500)) tryLater(ports.free)
    // What was asked before the form was filled in waits for the form to be right.
    else if (store.state.phase !== "pre-chat") ports.failed(problem.message)
    return outcomes.whether(outcomes.ofForm(reply))
  }

  function adopt(session: OpenedSession): void {
    token = session.sessionToken
    const owner = ownerOf(identity)
    patchStored<Stored>(shared, name, { token, verified: session.verified, owner, ...(config && { config }) })
    ports.adopt(session)
  }

  function configure(next: ConfigOverrides): void {
    overrides = next
    if (config) store.set({ config: effectiveConfig(config, overrides, identity) })
  }

  return {
    get token() {
      return token
    },
    load,
    loadLater() {
      timers.later("retry", failures++ ? backOff() : 0, load)
    },
    get waits() {
      return timers.waits("retry")
    },
    open,
    agree() {
      const consent = store.state.config?.consent?.text ?? ""
      agreement = { consent, consentOwner: ownerOf(identity) }
      patchStored<Stored>(shared, name, agreement)
      store.set({ phase: before() })
      ports.free()
    },
    configure,
    identify(next) {
      const before = proof()
      identity = withoutFaults(next)
      configure(overrides)
      const changed = before !== proof()
      if (changed) token = undefined
      return changed
    },
    arrived() {
      failures = 0
    },
    abandon() {
      era = {}
      loading = opening = undefined
      timers.cancelAll()
    },
  }
}
