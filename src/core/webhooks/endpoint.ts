import { ChatdError } from "../errors.ts"
import { storableText } from "../storable-text.ts"
import { EVENT_TYPES, type WebhookEventType } from "./event-types.ts"

/**
 * `paused`: events are kept for it and not sent. `off`: nothing is kept either, since the other side said that it is gone
 * for good.
 */
export type EndpointStatus = "active" | "paused" | "off"

/** Why an endpoint is not active. */
export type EndpointReason =
  /** An admin wanted it so. */
  | "by_admin"
  /** Nothing was taken for a day. */
  | "failing"
  /** It answered 410. */
  | "gone"

/** Where a partner wants to be told of events. Times are in milliseconds since 1970. */
export interface WebhookEndpoint {
  /** Ours; never shown. */
  id: number
  partnerId: string
  /** Counts the partner's endpoints. */
  number: number
  url: string
  description: string | undefined
  /** Undefined: all, also those that are added later. */
  events: readonly WebhookEventType[] | undefined
  status: EndpointStatus
  reason: EndpointReason | undefined
  /** Since when its status is so. */
  statusAt: number
  /** Of its newest event. */
  lastNumber: number
  lastSuccessAt: number | undefined
  /** The last failure, in our words; undefined once something was taken after it. */
  lastError: string | undefined
  createdAt: number
}

/** What an endpoint's events are signed with. */
export interface WebhookSecrets {
  /** `whsec_` and 32 bytes in base64. */
  current: string
  /** Go on signing beside the current one until then. */
  previous: { secrets: readonly string[]; until: number } | undefined
}

/** Secrets that may sign beside the current one. */
export const MOST_PREVIOUS_SECRETS = 4

/** A partner may have so many. */
export const MOST_ENDPOINTS = 10
/** In characters. */
export const LONGEST_URL = 2_000
/** In characters. */
export const LONGEST_DESCRIPTION = 200

/**
 * An endpoint's address as it is stored.
 *
 * @throws {ChatdError} `invalid_input` naming `url`
 */
export function checkedUrl(typed: string, allowPlain: boolean): string {
  if (typed.length > LONGEST_URL) throw invalidUrl(`url must have at most ${LONGEST_URL} characters.`)
  const url = URL.parse(typed.trim())
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw invalidUrl("url must be a full address such as https://example.com/chatd-events.")
  if (url.protocol === "http:" && !allowPlain)
    throw invalidUrl(
      "url must begin with https://. Events say what customers wrote; http:// is only for a receiver on your own network, with webhooks.allow_private_addresses.",
    )
  if (url.username !== "" || url.password !== "")
    throw invalidUrl("url must not hold a user name or a password. Events are signed instead.")
  url.hash = ""
  return url.href
}

function invalidUrl(sentence: string): ChatdError {
  return new ChatdError("invalid_input", sentence, { field: "url" })
}

/**
 * The events that an endpoint is told of; undefined for all.
 *
 * @throws {ChatdError} `invalid_input` naming `events`
 */
export function checkedEvents(
  typed: readonly string[] | null | undefined,
): readonly WebhookEventType[] | undefined {
  if (typed === undefined || typed === null) return undefined
  const known: readonly string[] = EVENT_TYPES
  const unknown = typed.find((one) => !known.includes(one))
  if (unknown !== undefined)
    throw new ChatdError(
      "invalid_input",
      `events has "${unknown.slice(0, 60)}", which there is not. There are ${EVENT_TYPES.join(", ")}.`,
      { field: "events" },
    )
  if (typed.length === 0)
    throw new ChatdError("invalid_input", "events must name one at least; leave it out for all.", {
      field: "events",
    })
  return EVENT_TYPES.filter((type) => typed.includes(type))
}

/** @throws {ChatdError} `invalid_input` naming `description` */
export function checkedDescription(typed: string | null | undefined): string | undefined {
  const text = storableText(typed ?? "").trim()
  if (text.length > LONGEST_DESCRIPTION)
    throw new ChatdError(
      "invalid_input",
      `description must have at most ${LONGEST_DESCRIPTION} characters; it has ${text.length}.`,
      { field: "description" },
    )
  return text === "" ? undefined : text
}

/** `not_found`, as it is told to whoever named a webhook that there is none of. */
export function noSuchEndpoint(number: number | string): ChatdError {
  return new ChatdError("not_found", `There is no webhook ${number}.`)
}
