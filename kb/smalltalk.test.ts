import { describe, expect, test } from "bun:test"
import { type SmalltalkKind, smalltalk } from "./smalltalk.ts"

const CASES: [string, SmalltalkKind | undefined][] = [
  ["hi", "greeting"],
  ["Hello there!", "greeting"],
  ["heyyy", "greeting"],
  ["Good morning, how are you?", "greeting"],
  ["Guten Tag", "greeting"],
  ["¡Hola!", "greeting"],
  ["is anybody there?", "greeting"],
  ["thx", "thanks"],
  ["ok thank you so much", "thanks"],
  ["Thanks for your help, bye!", "thanks"],
  ["Merci beaucoup", "thanks"],
  ["vielen Dank", "thanks"],
  ["bye bye", "goodbye"],
  ["Have a nice day", "goodbye"],
  ["tschüß", "goodbye"],
  ["are you a bot?", "bot"],
  ["Are you a real person or a robot?", "bot"],
  ["am I talking to a human?", "bot"],
  ["I want to talk to a human", "human"],
  ["can I speak with a real person please", "human"],
  ["agent", "human"],
  ["human please!", "human"],
  ["hi, please connect me to an agent", "human"],
  ["let me talk to someone", "human"],
  ["get me a human", "human"],
  ["transfer me to customer service", "human"],
  ["ich möchte mit einem Menschen sprechen", "human"],
  ["quiero hablar con una persona", "human"],
  ["create a ticket", "human"],
  ["Open a support ticket, please", "human"],
  ["can you please raise a ticket for me?", "human"],
  ["I need a ticket", "human"],
  ["Bitte ein Ticket erstellen", "human"],
  ["Je voudrais ouvrir un ticket", "human"],
  ["Quiero crear un ticket", "human"],
  ["ok", "affirmation"],
  ["hi, how do I reset my password", undefined],
  ["thanks, but where is my refund?", undefined],
  ["hello, my order 1234 is late", undefined],
  ["how do I transfer money to someone", undefined],
  ["how do I create a ticket", undefined],
  ["can I open a ticket for a colleague of mine", undefined],
  ["I need a ticket for the concert", undefined],
  ["ticket", undefined],
  ["can I talk to a human about my invoice from May", undefined],
  ["where can I see the agent's commission", undefined],
  ["good morning routine settings", undefined],
  ["what are your opening hours", undefined],
  ["do you offer human translation", undefined],
  ["how are you calculating the fee", undefined],
  ["is this a bot compatible device", undefined],
  ["later payment", undefined],
  ["fine for late return", undefined],
  ["no good", undefined],
  ["", undefined],
]

describe("smalltalk", () => {
  for (const [message, kind] of CASES) {
    test(`"${message}" is ${kind ?? "a question"}`, () => {
      expect(smalltalk(message)).toBe(kind)
    })
  }
})
