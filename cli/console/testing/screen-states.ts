import type { StatsReply, Summary } from "../../../src/api/desk/protocol.ts"
import { figuresFrom } from "../../../src/core/stats/figures.ts"
import { at, busy, message, NOW, online, summary, Told } from "./desk-day.ts"
import { crmTicket, ticket, tickets } from "./ticket-screens.ts"

/** What there is to draw, by the name of what it shows. */
export const STATES: Readonly<Record<string, (columns: number, rows: number) => Told>> = {
  connecting: (columns, rows) => new Told(columns, rows),
  empty: online,
  busy,
  queue: (columns, rows) => busy(columns, rows).type("2"),
  customer: (columns, rows) =>
    busy(columns, rows)
      .happen({ type: "tick", now: NOW + 60_000 })
      .type(columns < 120 ? "d" : ""),
  writing: (columns, rows) => busy(columns, rows).type("rHello Ada,<ctrl+j>I have *changed* it to Berlin."),
  note: (columns, rows) => busy(columns, rows).type("nThe depot calls back."),
  sending: (columns, rows) => busy(columns, rows).type("rOn its way.<enter>"),
  offline: (columns, rows) =>
    busy(columns, rows)
      .happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW + 4000, reason: "" } })
      .type("rIt is kept.<enter>and this is a draft"),
  refused: (columns, rows) =>
    busy(columns, rows)
      .type("rToo much<enter>")
      .frame({
        type: "error",
        payload: {
          code: "rate_limited",
          detail: "Too many messages; wait 20 s.",
          clientId: "id-1",
          conversation: 17,
        },
      }),
  palette: (columns, rows) => busy(columns, rows).type(":"),
  help: (columns, rows) => busy(columns, rows).type("?"),
  transfer: (columns, rows) => busy(columns, rows).type("T<enter>Ada waits for a call."),
  canned: (columns, rows) => busy(columns, rows).type("r/"),
  agents: (columns, rows) => busy(columns, rows).type("a"),
  article: (columns, rows) => busy(columns, rows).type("A"),
  today: (columns, rows) =>
    busy(columns, rows)
      .type("y")
      .happen({
        type: "result",
        call: { what: "today" },
        value: {
          date: "2026-11-21",
          conversations: 48,
          messages: 391,
          answeredByBot: 31,
          handedOver: 17,
          waiting: 1,
          open: 6,
          closed: 41,
          medianFirstResponseSeconds: 74,
          agents: [{ number: 2, name: "Grace Hopper", open: 2, closed: 12, messages: 88 }],
        },
      })
      .happen({ type: "result", call: { what: "week", day: "2026-11-21" }, value: aWeek() }),
  settings: (columns, rows) =>
    busy(columns, rows)
      .type(",")
      .happen({
        type: "result",
        call: { what: "settings" },
        value: {
          settings: [
            {
              key: "answering.mode",
              value: "auto",
              default: "auto",
              description: "Who answers: bot, agent, auto or external.",
            },
            {
              key: "hours.time_zone",
              value: "Europe/Berlin",
              default: "UTC",
              description: "The hours' time zone.",
            },
            {
              key: "routing.capacity",
              value: "5",
              default: "5",
              description: "Conversations that an agent has at a time.",
            },
          ],
        },
      }),
  search: (columns, rows) =>
    busy(columns, rows)
      .type("sparcel<enter>")
      .happen({
        type: "result",
        call: { what: "search", query: "parcel" },
        value: {
          hits: [
            {
              conversation: 12,
              seq: 3,
              customer: { ref: "u-12", name: "Charles Babbage" },
              from: "customer",
              at: at(30),
              excerpt: [
                { text: "Where is my ", hit: false },
                { text: "parcel", hit: true },
                { text: "? It was to come.", hit: false },
              ],
            },
          ],
          more: false,
        },
      }),
  tickets,
  ticket,
  "ticket-of-crm": crmTicket,
  "ticket-comment": (columns, rows) => ticket(columns, rows).type("rA new one<ctrl+j>is *on its way*."),
  "ticket-assignee": (columns, rows) => tickets(columns, rows).type("a"),
  "ticket-new": (columns, rows) => busy(columns, rows).type("N<tab>The parcel is lost.<enter>Again."),
  erased: (columns, rows) =>
    busy(columns, rows)
      .type("rYour balance is ")
      .frame({ type: "gone", payload: { conversations: [17] } }),
  quit: (columns, rows) => busy(columns, rows).type("q"),
  crowd,
  scrolled: (columns, rows) => crowd(columns, rows).type("l<pageup><pageup>"),
  strange,
}

function crowd(columns: number, rows: number): Told {
  const conversations = Array.from({ length: 500 }, (_, index): Summary => {
    const number = index + 100
    const isMine = index % 5 === 0
    return summary(number, `Customer ${number}`, {
      agent: isMine ? { number: 2, name: "Grace Hopper" } : null,
      handler: index % 2 ? "bot" : "person",
      unread: isMine ? index % 7 : 0,
      lastSeq: 3,
      lastMessage: {
        seq: 3,
        from: index % 3 ? "customer" : "bot",
        text: `Message ${index}`,
        at: at(index / 10),
      },
    })
  })
  const told = online(columns, rows).frame({ type: "conversations", payload: { conversations } })
  const selected = told.state.selected ?? 0
  for (let seq = 1; seq <= 300; seq++)
    told.frame({
      type: "event",
      payload: {
        conversation: selected,
        event: message(
          seq,
          seq % 3 ? "customer" : "agent",
          seq % 3 ? "Customer" : "Grace Hopper",
          `Line ${seq}`,
          { at: at(310 - seq) },
        ),
      },
    })
  return told
}

function aWeek(): StatsReply {
  const figures = figuresFrom([], [])
  const perDay = [61, 74, 70, 66, 81, 22, 48]
  const days = perDay.map((conversations, i) => ({
    day: `2026-11-${15 + i}`,
    conversations,
    messages: 8 * conversations,
    outcomes: { ...figures.outcomes, answered_by_bot: 31, answered_by_person: 12 },
    handedOver: 17,
    medianResponseToWish: 74,
  }))
  const hours = figures.hours.map((ofDay, weekday) =>
    ofDay.map((_, hour) => Math.max(0, Math.round(9 - Math.abs(hour - 11) - (weekday > 4 ? 5 : 0)))),
  )
  const outcomes = {
    answered_by_person: 96,
    escalated: 21,
    answered_by_bot: 274,
    abandoned: 18,
    no_question: 10,
    pending: 3,
  }
  return {
    from: "2026-11-15",
    to: "2026-11-21",
    timeZone: "UTC",
    ...figures,
    conversations: 422,
    outcomes,
    tickets: { opened: 23, closed: 17 },
    feedback: { up: 61, down: 9 },
    queueWait: { count: 90, median: 95, p90: 400, mean: 140 },
    hours,
    days,
    topQuestions: [],
    topGaps: [],
    questionsFrom: "2026-11-15",
    before: null,
    definitions: [],
  }
}

function strange(columns: number, rows: number): Told {
  const long = summary(
    1,
    "Dr. Maximiliana Wilhelmina von und zu Hohenzollern-Sigmaringen the Third of Her Name",
  )
  const evil = summary(2, "\u001b]52;c;ZXZpbA==\u0007\u001b[2JEve \u202eevil\u202c\u001b[31m", {
    lastMessage: { seq: 1, from: "customer", text: "\u001b[10A\u001b]0;owned\u0007over\rwritten", at: at(2) },
  })
  const told = online(columns, rows).frame({
    type: "conversations",
    payload: {
      conversations: [
        evil,
        long,
        summary(3, "山田太郎 様 東京都千代田区丸の内一丁目"),
        summary(4, "שלום כהן"),
        summary(5, "محمد بن سلمان"),
        summary(6, "👨‍👩‍👧 The Müller Family 🇩🇪 ❤️"),
      ],
    },
  })
  const selected = told.state.selected ?? 0
  const texts = [
    "こんにちは。注文した商品がまだ届いていません。いつ届きますか？お手数ですがご確認をお願いいたします。",
    "שלום, איפה ההזמנה שלי? חיכיתי כל היום.",
    "مرحبا، أين طلبي؟",
    "\u001b[5A\u001b[2K\u001b]52;c;ZXZpbA==\u0007You owe \u202e001$\u202c \u0007\rhidden",
    "Averyverylongwordwithoutanyblankthatgoesonandonandonuntilitdoesnotfitintoanylineofanyterminalanywhere",
    "👨‍👩‍👧 👍🏽 🇫🇷 fine",
  ]
  for (const [index, text] of texts.entries())
    told.frame({
      type: "event",
      payload: { conversation: selected, event: message(index + 1, "customer", "\u001b[1mX\u001b[2J", text) },
    })
  return told
}
