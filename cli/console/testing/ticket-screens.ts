import type { DeskTicketDetail } from "../../../src/api/desk/protocol.ts"
import { at, busy, ticket as deskTicket, type Told } from "./desk-day.ts"

/** It comes of no conversation that could be looked into. */
export function crmTicket(columns: number, rows: number): Told {
  const detail: DeskTicketDetail = {
    ticket: deskTicket(42, "How do I fix error code X1234?", {
      requester: {
        name: "Jane Smith",
        email: "jane@company.example",
        phone: "+27123456789",
        crm: { id: "crm_456", agency: "Sales", office: "Cape Town", userType: "agent" },
      },
      conversation: null,
      customer: null,
      source: "failure",
    }),
    description: "How do I fix error code X1234?\n\nyes please",
    history: [
      {
        seq: 1,
        at: at(1),
        actor: { id: "customer", name: "Jane Smith" },
        kind: "created",
        from: null,
        to: null,
      },
    ],
    transcript: [
      { role: "user", content: "How do I fix error code X1234?", timestamp: at(3) },
      { role: "assistant", content: "I couldn't find a confident answer to that.", timestamp: at(3) },
      { role: "user", content: "yes please", timestamp: at(2) },
    ],
  }
  return tickets(columns, rows)
    .type("j<enter>")
    .happen({ type: "result", call: { what: "ticket", number: 42 }, value: detail })
}

export function tickets(columns: number, rows: number): Told {
  return busy(columns, rows)
    .type("#")
    .happen({
      type: "result",
      call: { what: "tickets", view: "open" },
      value: {
        tickets: [
          deskTicket(
            43,
            "山田太郎 様: \u001b[31mThe \u202eevil one, which has a very long subject that has to be cut",
            {
              status: "in_progress",
              priority: "urgent",
              assignee: { number: 2, name: "Grace Hopper" },
              requester: {
                name: "Dr. Maximiliana Wilhelmina von und zu",
                email: "m@example.com",
                phone: null,
              },
              createdAt: at(3),
            },
          ),
          deskTicket(42, "Where is my refund?", { priority: "low", createdAt: at(60 * 26) }),
          deskTicket(41, "Parcel lost at the depot", { priority: "high" }),
        ],
        more: false,
      },
    })
}

export function ticket(columns: number, rows: number): Told {
  const change = { from: null, to: null }
  const detail: DeskTicketDetail = {
    ticket: deskTicket(42, "Where is my refund?", {
      status: "in_progress",
      assignee: { number: 2, name: "Grace Hopper" },
      external: { id: "9630", url: "https://acme.freshdesk.com/a/tickets/9630" },
    }),
    description: "It was to come within a week.\n\nIt is three weeks now, and nobody answers the telephone.",
    history: [
      {
        ...change,
        seq: 1,
        at: at(60 * 26),
        actor: { id: "customer", name: "Ada Lovelace" },
        kind: "created",
      },
      {
        seq: 2,
        at: at(50),
        actor: { id: "agent-2", name: "Grace Hopper" },
        kind: "status",
        from: "open",
        to: "in_progress",
      },
      {
        ...change,
        seq: 3,
        at: at(40),
        actor: { id: "agent-2", name: "Grace Hopper" },
        kind: "comment",
        text: "Third one this week; the bank is slow.",
        visibility: "internal",
      },
      {
        ...change,
        seq: 4,
        at: at(30),
        actor: { id: "customer", name: "Ada Lovelace" },
        kind: "comment",
        text: "Any news?",
        visibility: "public",
      },
    ],
    transcript: [],
  }
  return tickets(columns, rows)
    .type("j<enter>")
    .happen({ type: "result", call: { what: "ticket", number: 42 }, value: detail })
}
