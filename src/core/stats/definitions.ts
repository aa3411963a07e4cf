/** Figures that were counted by other definitions are counted again: it rises with each change of what they mean. */
export const VERSION = 3

/** What stands beside a figure wherever it is shown. */
export interface Definition {
  /** What it is called, as a figure of `Figures`. */
  name: string
  label: string
  unit: "count" | "seconds" | "share" | "score"
  /** One sentence. */
  text: string
}

/** What each figure means; docs/stats.md has the same with examples. */
export const DEFINITIONS: readonly Definition[] = [
  {
    name: "conversations",
    label: "conversations",
    unit: "count",
    text: "Conversations in which something happened, on the day of their customer's first message, or of their opening where the customer wrote none.",
  },
  {
    name: "open",
    label: "still open",
    unit: "count",
    text: "Those of them that are not closed.",
  },
  {
    name: "messages",
    label: "messages",
    unit: "count",
    text: "What customers, the bot and people said in these conversations, whenever they said it; notes are no messages.",
  },
  {
    name: "outcomes.answered_by_person",
    label: "answered by a person",
    unit: "count",
    text: "A person said something after the customer's first message, or after a person was wanted.",
  },
  {
    name: "outcomes.escalated",
    label: "escalated",
    unit: "count",
    text: "No person has said anything in it yet: it became a ticket, or it is open, and a person is wanted or has it.",
  },
  {
    name: "outcomes.answered_by_bot",
    label: "answered by the bot",
    unit: "count",
    text: "No person was wanted, nothing became a ticket, and the last that the bot had to say to a question was an answer.",
  },
  {
    name: "outcomes.abandoned",
    label: "abandoned",
    unit: "count",
    text: "It was closed without a ticket before a person answered who was wanted, or with a last question that the bot did not answer.",
  },
  {
    name: "outcomes.no_question",
    label: "no question",
    unit: "count",
    text: "Its customer wrote nothing, or nothing but small talk.",
  },
  {
    name: "outcomes.pending",
    label: "pending",
    unit: "count",
    text: "It is open and none of the others: a question has no answer yet.",
  },
  {
    name: "handedOver",
    label: "handed over",
    unit: "count",
    text: "Conversations in which a person was wanted, or that one took over, whatever became of it.",
  },
  {
    name: "handoffs",
    label: "became a ticket",
    unit: "count",
    text: "Conversations out of which a ticket was made; one with two tickets counts once.",
  },
  {
    name: "transfers",
    label: "transfers",
    unit: "count",
    text: "How often one agent's conversation became another agent's.",
  },
  {
    name: "reopened",
    label: "reopened",
    unit: "count",
    text: "Conversations that were opened again after they were closed; each is still one conversation, and resolved once.",
  },
  {
    name: "firstResponse.bot",
    label: "first answer, bot",
    unit: "seconds",
    text: "From the customer's first message to the bot's first answer after it; small talk and offers of a form are no answers.",
  },
  {
    name: "firstResponse.person",
    label: "first answer, people",
    unit: "seconds",
    text: "From the customer's first message to the first word of a person after it, whoever answered before.",
  },
  {
    name: "firstResponse.toWish",
    label: "people, once wanted",
    unit: "seconds",
    text: "From the moment when a person was first wanted to the first word of one after it.",
  },
  {
    name: "queueWait",
    label: "wait in the queue",
    unit: "seconds",
    text: "From the moment when a person was first wanted until one had the conversation.",
  },
  {
    name: "resolution.bot",
    label: "resolution, bot",
    unit: "seconds",
    text: "Of those answered by the bot and closed: from the customer's first message to the first closing after their last one; where the clock closed it, to its last message.",
  },
  {
    name: "resolution.person",
    label: "resolution, people",
    unit: "seconds",
    text: "Of those answered by a person and closed: from the customer's first message to the first closing after their last one and a person's first word; where the clock closed it, to its last message.",
  },
  {
    name: "confidence",
    label: "confidence",
    unit: "count",
    text: "Questions by how sure the bot was of its best answer, in tenths; small talk and wishes for a person are no questions.",
  },
  {
    name: "feedback",
    label: "thumbs",
    unit: "count",
    text: "Thumbs up and down that customers gave the bot's answers in these conversations.",
  },
  {
    name: "rating",
    label: "rating",
    unit: "score",
    text: "Mean of the scores, 1 to 5, that customers gave these conversations.",
  },
  {
    name: "hours",
    label: "busiest hours",
    unit: "count",
    text: "Conversations by the weekday and the hour, in the partner's time zone, at which they began.",
  },
  {
    name: "tickets.opened",
    label: "tickets opened",
    unit: "count",
    text: "Tickets made on these days, out of whatever.",
  },
  {
    name: "tickets.closed",
    label: "tickets closed",
    unit: "count",
    text: "Tickets closed for the first time on these days; one that is opened again and closed again counts once.",
  },
  {
    name: "crm",
    label: "CRM questions",
    unit: "count",
    text: "Questions by the CRM contract on these days, without small talk: answered by the bot, or escalated because it was not sure or a person was asked for; with how sure it was and the thumbs.",
  },
  {
    name: "topQuestions",
    label: "top questions",
    unit: "count",
    text: "What at least two customers asked the bot on these days in the same words, whatever their order, case and filler words.",
  },
  {
    name: "topGaps",
    label: "top gaps",
    unit: "count",
    text: "Those of these questions that the bot was not sure enough to answer.",
  },
  {
    name: "agents.conversations",
    label: "agent's conversations",
    unit: "count",
    text: "Those in which the agent said something.",
  },
  {
    name: "agents.messages",
    label: "agent's messages",
    unit: "count",
    text: "What the agent said in them.",
  },
  {
    name: "agents.responseToWish",
    label: "agent's response",
    unit: "seconds",
    text: "From the moment when a person was first wanted to the first word of one, where that was the agent's.",
  },
  {
    name: "agents.resolution",
    label: "agent's resolution",
    unit: "seconds",
    text: "Resolution of those answered by a person in which the agent spoke last.",
  },
  {
    name: "agents.rating",
    label: "agent's rating",
    unit: "score",
    text: "Mean of the scores of those in which the agent spoke last.",
  },
]

/** @param name a figure's */
export function definitionOf(name: string): Definition {
  const found = DEFINITIONS.find((definition) => definition.name === name)
  if (!found) throw new Error(`${name} is not defined`)
  return found
}
