import { expect, test } from "bun:test"
import { recogniseSmalltalk } from "./smalltalk.ts"

const CASES: [string, string][] = [
  ["hi", "greeting"],
  ["Hellooo!", "greeting"],
  ["Good morning", "greeting"],
  ["hey there", "greeting"],
  ["Bonjour !", "greeting"],
  ["hi, how are you?", "wellbeing"],
  ["Thanks a lot!", "thanks"],
  ["great, thank you so much", "thanks"],
  ["ok thanks", "thanks"],
  ["Vielen Dank!", "thanks"],
  ["bye", "farewell"],
  ["Have a nice day", "farewell"],
  ["perfect", "praise"],
  ["Are you a bot?", "identity"],
  ["am I talking to a real person?", "identity"],
  ["talk to a human", "human"],
  ["I want to speak with an agent please", "human"],
  ["Hi, can I talk to someone?", "human"],
  ["connect me to a representative", "human"],
  ["agent", "human"],
  ["I need a real person", "human"],
]

test.each(CASES)("%p is %s", (message, kind) => {
  expect(recogniseSmalltalk(message)?.kind as string).toBe(kind)
})

const QUESTIONS = [
  "Hi, how do I reset my password?",
  "thanks, but where is the export button?",
  "How do I add an agent to my team?",
  "What is a human resources ticket?",
  "How do I contact support?",
  "hello world example in Python",
  "ok and how do I cancel?",
  "Which agent types are there?",
  "",
  "???",
]

test.each(QUESTIONS)("%p is no smalltalk", (message) => {
  expect(recogniseSmalltalk(message)).toBeUndefined()
})

test("the phrase's language is told", () => {
  expect(recogniseSmalltalk("hola")?.language).toBe("es")
})

test("a hostile message is judged quickly", () => {
  const started = performance.now()
  recogniseSmalltalk(`${"so ".repeat(33)}x`)
  recogniseSmalltalk("hi ".repeat(10_000))
  expect(performance.now() - started).toBeLessThan(200)
})
