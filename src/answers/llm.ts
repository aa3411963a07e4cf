import {
  type Complete,
  type Completion,
  createComplete,
  type LlmConfig,
  type Tokens,
} from "./llm/complete.ts"
import { type Health, llmHealth } from "./llm/health.ts"
import { sentencesSoFar } from "./llm/partial-reply.ts"
import {
  answerPrompt,
  rewritePrompt,
  summaryPrompt,
  type Turn,
  tellingPrompt,
  toolPrompt,
} from "./llm/prompt.ts"
import { citedIn, parseReply } from "./llm/reply.ts"
import { withoutThoughts } from "./llm/thoughts.ts"
import { readToolCall, TOOL_DEFINITIONS, type ToolChoice } from "./llm/tools.ts"
import { TrackRecord } from "./llm/track-record.ts"
import type { Passage } from "./passage.ts"
import { rightCitations } from "./right-citations.ts"
import { MOST_LINES, shortened } from "./summary.ts"
import { contentTerms } from "./terms.ts"
import { holdsFacts } from "./verify/facts.ts"
import { type Similarity, verifyAnswer } from "./verify.ts"

export interface LlmQuestion {
  question: string
  /** Oldest first, without the question. */
  history: readonly Turn[]
  /** Best first. */
  passages: readonly Passage[]
  /** Lets the verification forgive a paraphrase that shares few words with its source. */
  similarity?: Similarity
  /**
   * Told the answer while it is written: whole sentences, as far as the passages support them. The whole may come to
   * nothing all the same.
   */
  onText?: (markdown: string) => void
}

/** Anything but `answer` means: fall back to the passages' own sentences, and mark the reply as degraded. */
export type LlmAnswer =
  | { kind: "answer"; markdown: string; citations: number[]; usedPassages: number[]; tokens: Tokens }
  | LlmFault

/** Why nothing of the model's is used, without the key. */
export interface LlmFault {
  kind: "refused" | "unsupported" | "timeout" | "error"
  detail: string
}

export interface Llm {
  /**
   * An answer written from the passages alone and verified against them. Never throws. `citations` are the marks
   * in the text, from 1; `usedPassages` the same as positions in `passages`.
   */
  answer(question: LlmQuestion): Promise<LlmAnswer>
  /** A follow-up ("and for teams?") as a question that stands alone; undefined when there is none to be had in time. */
  rewriteFollowUp(history: readonly Turn[], message: string): Promise<string | undefined>
  /** What a customer wants, in a few lines that the conversation bears out; undefined when there are none to be had in time. */
  summarize(history: readonly Turn[]): Promise<string[] | undefined>
  /** The tool that serves a message; undefined where it names none of ours, or there is none to be had in time. */
  chooseTool(history: readonly Turn[], message: string): Promise<ToolChoice | undefined>
  /** What is stored, told as an answer to a message, with every fact in it; undefined where there is none to be had in time. */
  tell(message: string, stored: string, facts: readonly string[]): Promise<string | undefined>
  /** Whether the endpoint answers to this key, has the model, and has not failed lately; never throws. */
  health(): Promise<Health>
  /** Whether the model replies to a word, which costs a few tokens; never throws. */
  tryOut(): Promise<Health>
}

/** Milliseconds; retrieval waits for it, so it is short whatever an answer may take. */
const REWRITE_TIMEOUT_MS = 2500
const LONGEST_REWRITE_CHARS = 300
/** Each of choosing and telling; without a model there is an answer at once. */
const TOOL_TIMEOUT_MS = 4_000
/** Nobody waits so long: who reads it again finds it. */
const SUMMARY_TIMEOUT_MS = 10_000
/** Share of a line's words that were said. */
const BORNE_OUT = 0.6

/** @param onFault told of every reply that could not be used */
export function createLlm(config: LlmConfig, onFault: (fault: LlmFault) => void = () => {}): Llm {
  const record = new TrackRecord()
  const send = createComplete(config)
  const noted: Complete = async (prompt, options) => {
    const completion = await send(prompt, options)
    record.note(completion)
    return completion
  }
  const complete: Complete = async (prompt, options) => {
    const completion = await noted(prompt, options)
    if (isFault(completion)) onFault(completion)
    return completion
  }
  return {
    async answer(question) {
      const written = await answer(noted, config.timeoutMs, question)
      if (written.kind !== "answer") onFault(written)
      return written
    },
    rewriteFollowUp: (history, message) =>
      rewriteFollowUp(complete, Math.min(config.timeoutMs, REWRITE_TIMEOUT_MS), history, message),
    summarize: (history) => summarizeTurns(complete, Math.min(config.timeoutMs, SUMMARY_TIMEOUT_MS), history),
    chooseTool: (history, message) =>
      chooseTool(complete, Math.min(config.timeoutMs, TOOL_TIMEOUT_MS), history, message),
    tell: (message, stored, facts) =>
      tell(complete, Math.min(config.timeoutMs, TOOL_TIMEOUT_MS), message, stored, facts),
    health: () => llmHealth(config, record),
    async tryOut() {
      const greeting = { system: "Reply with the word: yes", user: "Are you there?", nonce: "" }
      const completion = await send(greeting, { json: false, timeoutMs: config.timeoutMs })
      return isFault(completion) ? { ok: false, detail: completion.detail } : { ok: true }
    },
  }
}

function isFault(completion: Completion): completion is Extract<Completion, { detail: string }> {
  return "detail" in completion
}

/** A reply's text with its marks where they belong, and why it must not be sent. */
interface Judged {
  markdown: string
  citations: number[]
  fault: string | undefined
}

async function answer(
  complete: Complete,
  timeoutMs: number,
  { question, history, passages, similarity, onText }: LlmQuestion,
): Promise<LlmAnswer> {
  if (passages.length === 0) return { kind: "unsupported", detail: "There are no passages to answer from." }
  const prompt = answerPrompt(question, history, passages)
  const secrets = { nonce: prompt.nonce, instructions: prompt.system }
  const mended = rightCitations({ passages, secrets, similarity })
  const judge = async (written: string, cited: readonly number[] = []): Promise<Judged> => {
    const markdown = await mended(written)
    const citations = [...new Set([...citedIn(markdown), ...cited])]
    const fault = await verifyAnswer({ markdown, citations, passages, secrets, similarity })
    return { markdown, citations, fault }
  }
  let writing = true
  // A sentence may still be looked at when time is up.
  const show = onText && ((markdown: string) => writing && onText(markdown))
  const completion = await complete(prompt, {
    json: true,
    timeoutMs,
    onText: show && showingVerified(judge, show),
  })
  writing = false
  if (completion.kind === "tool")
    return { kind: "error", detail: "The model called a tool, and was given none." }
  if (completion.kind !== "text") return completion
  const reply = parseReply(completion.text)
  if (!reply) return { kind: "error", detail: "The model's reply is not the JSON it was asked for." }
  if (!reply.supported)
    return { kind: "unsupported", detail: "The model says that the passages do not answer." }
  const { markdown, citations, fault } = await judge(reply.answer, reply.citations)
  if (fault) return { kind: "unsupported", detail: fault }
  return {
    kind: "answer",
    markdown,
    citations,
    usedPassages: citations.map((n) => n - 1),
    tokens: completion.tokens,
  }
}

/** Passes on what can be shown of a reply that is being written: what fails now may hold with the next sentence's source. */
function showingVerified(
  judge: (written: string) => Promise<Judged>,
  show: (markdown: string) => unknown,
): (content: string) => Promise<void> {
  let seen = ""
  return async (content) => {
    const written = sentencesSoFar(content)
    if (written.length <= seen.length) return
    seen = written
    const { markdown, fault } = await judge(written)
    if (!fault) show(markdown)
  }
}

async function rewriteFollowUp(
  complete: Complete,
  timeoutMs: number,
  history: readonly Turn[],
  message: string,
): Promise<string | undefined> {
  if (history.length === 0) return undefined
  const prompt = rewritePrompt(history, message)
  const completion = await complete(prompt, { json: false, timeoutMs })
  if (completion.kind !== "text") return undefined
  const question = withoutThoughts(completion.text)
    .trim()
    .replace(/^["'`]+|["'`]+$/g, "")
  return isRewriteOf(question, history, message, prompt.nonce) ? question : undefined
}

async function summarizeTurns(
  complete: Complete,
  timeoutMs: number,
  history: readonly Turn[],
): Promise<string[] | undefined> {
  const prompt = summaryPrompt(history, MOST_LINES)
  const completion = await complete(prompt, { json: false, timeoutMs })
  if (completion.kind !== "text" || completion.text.includes(prompt.nonce)) return undefined
  const said = new Set(contentTerms(history.map(({ content }) => content).join(" ")))
  const lines = withoutThoughts(completion.text)
    .split("\n")
    .map((line) => shortened(line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").trim()))
    .filter((line) => isBorneOut(line, said))
  return lines.length > 0 ? lines.slice(0, MOST_LINES) : undefined
}

async function chooseTool(
  complete: Complete,
  timeoutMs: number,
  history: readonly Turn[],
  message: string,
): Promise<ToolChoice | undefined> {
  const prompt = toolPrompt(history, message)
  const completion = await complete(prompt, {
    json: false,
    timeoutMs,
    tools: TOOL_DEFINITIONS,
    // Read as it comes where the endpoint streams; nobody is shown anything of it.
    onText: async () => {},
  })
  return completion.kind === "tool" ? readToolCall(completion.name, completion.written) : undefined
}

async function tell(
  complete: Complete,
  timeoutMs: number,
  message: string,
  stored: string,
  facts: readonly string[],
): Promise<string | undefined> {
  const prompt = tellingPrompt(message, stored)
  const completion = await complete(prompt, { json: false, timeoutMs })
  if (completion.kind !== "text" || completion.text.includes(prompt.nonce)) return undefined
  const told = withoutThoughts(completion.text).trim()
  return holdsFacts(told, stored, facts) ? told : undefined
}

/** A line of other words may be somebody's injected errand, or made up. */
function isBorneOut(line: string, said: ReadonlySet<string>): boolean {
  const terms = contentTerms(line).filter((term) => term !== "customer")
  const covered = terms.filter((term) => said.has(term)).length
  return terms.length > 0 && covered / terms.length >= BORNE_OUT
}

/** A rewrite says what was said before; one with words of its own may be somebody's injected errand. */
function isRewriteOf(question: string, history: readonly Turn[], message: string, nonce: string): boolean {
  if (
    question === "" ||
    question.length > LONGEST_REWRITE_CHARS ||
    /\n/.test(question) ||
    question.includes(nonce)
  )
    return false
  const known = new Set(contentTerms([message, ...history.map(({ content }) => content)].join(" ")))
  const terms = contentTerms(question)
  const covered = terms.filter((term) => known.has(term)).length
  return terms.length > 0 && covered / terms.length >= 0.75
}
