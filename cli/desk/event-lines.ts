import type { DeskEvent, Why } from "../../src/api/desk/protocol.ts"
import { paint } from "../print.ts"
import { safeLine, safeText } from "../terminal-text.ts"
import { localTime } from "../times.ts"
import { isOnlyFiles, leftOutWords, sizeWords } from "./file-words.ts"
import { statusWords as ticketStatus } from "./ticket-words.ts"

/** An event as people read it; nothing for those that only move marks. */
export function eventLines(event: DeskEvent): string[] {
  const said = saidOf(event)
  if (said === undefined) return []
  const time = paint("dim", localTime(event.at))
  if (typeof said === "string") return [`${time}  ${paint("dim", `· ${safeLine(said)}`)}`]
  const { name, style, lines } = said
  return [`${time}  ${paint(style, name)}`, ...lines.map((line) => (line ? `    ${line}` : ""))]
}

type Style = Parameters<typeof paint>[0]

/** One line where something happened, more where somebody spoke. */
function saidOf(event: DeskEvent): string | { name: string; style: Style; lines: string[] } | undefined {
  const text = isOnlyFiles(event) ? [] : safeText(event.text ?? "").split("\n")
  switch (event.type) {
    case "message":
      return {
        name: speaker(event),
        style: STYLES[event.sender.kind],
        lines: [...text, ...answerLines(event), ...fileLines(event)],
      }
    case "note":
      return { name: `${speaker(event)}, note`, style: "yellow", lines: [...text, ...fileLines(event)] }
    default:
      return happened(event)
  }
}

const STYLES: Readonly<Record<DeskEvent["sender"]["kind"], Style>> = {
  customer: ["bold", "cyan"],
  agent: ["bold", "green"],
  bot: ["bold", "magenta"],
  system: "dim",
}

/** Who spoke; customers may call themselves what they like. */
export function speaker({ sender }: DeskEvent): string {
  const name = safeLine(sender.name) || sender.id
  return sender.kind === "bot" ? `${name} (bot)` : name
}

function answerLines({ data }: DeskEvent): string[] {
  const answer = data?.answer
  if (!answer) return []
  const sources = answer.sources.map(({ title }) => safeLine(title)).join(", ")
  const sure = `${Math.round(answer.confidence * 100)} % sure`
  return [
    paint("dim", `[${answer.escalation ? "offers a person, " : ""}${sure}${sources && `; from ${sources}`}]`),
  ]
}

/** What came along; `conversation files` saves it. */
function fileLines(event: DeskEvent): string[] {
  const kept = (event.data?.attachments ?? []).map(
    ({ name, size }) => `[file: ${safeLine(name)}, ${sizeWords(size)}]`,
  )
  const leftOut = leftOutWords(event)
  return [...kept, ...(leftOut ? [`[${safeLine(leftOut)}]`] : [])].map((line) => paint("dim", line))
}

/** What happened, in a few words; undefined for what nobody needs to read. */
export function happened({ type, sender, data }: DeskEvent): string | undefined {
  switch (type) {
    case "status":
      return statusWords(data ?? {}, sender.name)
    case "feedback":
      return `${sender.name} found an answer ${data?.helpful ? "helpful" : "not helpful"}`
    case "rating":
      return `${sender.name} rated it ${data?.score}${data?.comment ? `: ${data.comment}` : ""}`
    case "ticket":
      return ticketWords(data ?? {}, sender.name)
    default:
      return undefined
  }
}

function ticketWords(data: NonNullable<DeskEvent["data"]>, by: string): string {
  const ticket = `ticket ${data.ticketId ?? ""}`
  if (data.change === "status") return `${ticket} is ${ticketStatus(data.status ?? "open")}`
  if (data.change === "comment") return `${by} on ${ticket}: ${data.comment ?? ""}`
  return `${ticket} was made`
}

function statusWords(data: NonNullable<DeskEvent["data"]>, by: string): string {
  const agent = data.agentName ?? (data.agentId ? `agent ${data.agentId}` : "an agent")
  const words: Readonly<Record<string, string>> = {
    answered: "answered",
    assigned: `given to ${agent}`,
    person_requested: "a person is wanted",
    agent_joined: `${agent} joined`,
    handed_back: "handed back to the bot",
    timeout: "ended: nothing was said for a while",
    closed_by_customer: "closed by the customer",
    closed_by_agent: `closed by ${by}`,
    reopened: "reopened",
    requeued: "back in the queue",
  }
  return words[data.reason ?? ""] ?? `${data.status ?? "changed"}`
}

const REASONS: Readonly<Record<Why["reason"], string>> = {
  asked: "a person was asked for",
  not_sure: "the bot was not sure",
  settings: "people answer here",
  external_failed: "the other chatbot failed",
  mail: "the customer wrote by e-mail",
}

/** Why a person is wanted, for whoever takes it. */
export function whyLines(why: Why): string[] {
  const share = (value: number) => `${Math.round(value * 100)} %`
  const tried = why.tried.map(({ title, score }) => `${safeLine(title)} (${share(score)})`).join(", ")
  return [
    `${paint("bold", "Why")}       ${REASONS[why.reason] ?? why.reason}, ${localTime(why.at)}`,
    ...(why.question ? [`Question  ${safeLine(why.question)}`] : []),
    ...(why.confidence === null ? [] : [`Sure      ${share(why.confidence)}`]),
    ...(tried ? [`Tried     ${tried}`] : []),
    `Mood      ${why.sentiment.label} (${why.sentiment.score.toFixed(2)})`,
    ...why.summary.map((line, i) => `${i === 0 ? "Summary " : "        "}  ${safeLine(line)}`),
  ]
}
