import { agentName } from "../conversations/senders.ts"
import type { Keeper } from "../conversations/transitions.ts"
import type { Candidate, Choice } from "./choose-agent.ts"
import type { Doer, RouteDecision, RouteReason } from "./decision.ts"

/**
 * A decision for people.
 *
 * @example "Given to Grace: the least burdened of 3, with 1 of 5 conversations. A person had been wanted for 12 s."
 */
export function decisionSentence({ kind, reason }: Pick<RouteDecision, "kind" | "reason">): string {
  switch (kind) {
    case "queued":
      return queued(reason)
    case "assigned":
      return assigned(reason)
    case "requeued":
      return requeued(reason)
    case "taken":
      return taken(reason)
    case "transferred":
      return `${doerName(reason.by)} gave it to ${reason.to ? nameOf(reason.to) : "the queue"}${hadIt(reason)}.`
    case "handed_back":
      return `${doerName(reason.by)} gave it back to the bot${hadIt(reason)}.`
    case "closed":
      return reason.cause === "timeout"
        ? `It was closed: nobody said anything for too long${hadIt(reason)}.`
        : `${doerName(reason.by)} closed it${hadIt(reason)}.`
    case "reopened":
      return reopened(reason)
    case "prioritised":
      return `${doerName(reason.by)} changed its priority from ${reason.priority?.from} to ${reason.priority?.to}.`
  }
}

const WHY_QUEUED: Readonly<Record<string, string>> = {
  asked: "the customer asked for a person",
  not_sure: "the bot was not sure",
  settings: "people answer here",
  external_failed: "the partner's chatbot failed",
  mail: "the customer wrote by e-mail",
}

function queued({ cause = "" }: RouteReason): string {
  return `It waits for a person: ${WHY_QUEUED[cause] ?? WHY_QUEUED.asked}.`
}

function assigned(reason: RouteReason): string {
  const { to, choice, cause } = reason
  const name = to ? nameOf(to) : "somebody"
  if (choice) return `Given to ${name}: ${whyChosen(choice)}${passedOver(choice)}. ${waited(reason)}`.trim()
  return cause === "had_it" ? `Given to ${name}, who had it.` : `Given to ${name}.`
}

function whyChosen({ decidedBy, candidates, of, strategy, passedOver }: Choice): string {
  const [chosen] = candidates
  const load = chosen ? `with ${loadOf(chosen)}` : ""
  if (of === 1) return `the only one there, ${load}`
  if (decidedBy === "only") {
    return passedOver === undefined
      ? `the only one of ${of} with room, ${load}`
      : `the only other one with room, ${load}`
  }
  if (decidedBy === "load") return `the least burdened of ${of}, ${load}`
  const idle = "the longest without a new one"
  if (strategy === "round_robin")
    return decidedBy === "idle"
      ? `${idle} of ${of}, ${load}`
      : `by chance among those of ${of} who were equal, ${load}`
  return decidedBy === "idle"
    ? `among the least burdened of ${of} ${idle}, ${load}`
    : `by chance among those of ${of} who were equally burdened and idle, ${load}`
}

function passedOver({ candidates, passedOver }: Choice): string {
  if (passedOver === undefined) return ""
  const name = candidates.find(({ number }) => number === passedOver)?.name
  return `; ${agentName(passedOver, name)}, who had given it away, was passed over`
}

function loadOf({ open, capacity }: Candidate): string {
  return `${open} of ${capacity} conversations`
}

function requeued({ from, cause, graceSeconds }: RouteReason): string {
  const name = from ? nameOf(from) : "its agent"
  if (cause === "disabled") return `Back to the queue: ${name}'s account is disabled.`
  const long = graceSeconds === undefined ? "too long" : `more than ${graceSeconds} s`
  return `Back to the queue: ${name} was gone for ${long}. It keeps its place.`
}

function taken(reason: RouteReason): string {
  const how = reason.cause === "answered" ? "took it by answering" : "took it"
  const from = reason.from && reason.from.number !== reason.by.number ? ` from ${nameOf(reason.from)}` : ""
  return `${doerName(reason.by)} ${how}${from}. ${waited(reason)}`.trim()
}

function reopened({ by, from, cause }: RouteReason): string {
  const goesOn = {
    had_it: `it goes to ${from ? nameOf(from) : "whom it had"}`,
    not_there: `it waits, since ${from ? nameOf(from) : "who had it"} has no room or is not there`,
  }[cause ?? ""]
  return `${doerName(by)} opened it again: ${goesOn ?? "it waits for a person"}.`
}

function hadIt({ from, by }: RouteReason): string {
  return from && from.number !== by.number ? `; ${nameOf(from)} had it` : ""
}

function waited({ waitedMs }: RouteReason): string {
  return waitedMs === undefined ? "" : `A person had been wanted for ${spoken(waitedMs)}.`
}

/** @example "340 ms", "12 s", "7 min", "3 h 20 min" */
function spoken(ms: number): string {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function doerName({ kind, number, name }: Doer): string {
  if (number !== undefined) return agentName(number, name)
  return {
    customer: "The customer",
    bot: "The bot",
    agent: "An agent",
    system: "Routing",
    operator: "The operator",
  }[kind]
}

function nameOf({ number, name }: Keeper): string {
  return agentName(number, name)
}
