import { expect, test } from "bun:test"
import type { Erasure } from "../../core/conversations/summary.ts"
import type { DeskCaller } from "./caller.ts"
import { DeskWatch } from "./desk-watch.ts"

function caller(partnerId: string, tokenId: string | undefined): DeskCaller {
  return {
    partner: { id: partnerId } as DeskCaller["partner"],
    agent: undefined,
    role: "agent",
    tokenId,
    actor: "",
  }
}

function house() {
  const live = new Set(["one", "two"])
  const marks = { settings: "a" as string | undefined, agents: "a", tickets: 1 }
  const erased: Erasure[] = []
  const faults: unknown[] = []
  const heard: string[] = []
  const watch = new DeskWatch({
    stillLive: async (ids) => new Set(ids.filter((id) => live.has(id))),
    settingsMark: async (id) => (id === "acme" ? marks.settings : "other"),
    agentsMark: async (id) => (id === "acme" ? marks.agents : "other"),
    ticketsMark: async (id) => (id === "acme" ? marks.tickets : 0),
    erasedSince: async (id) => (id === "acme" ? [...erased] : []),
    gone: (id, numbers) => heard.push(`${id} gone ${numbers.join()}`),
    onFault: (fault) => faults.push(fault),
  })
  const listen = (partnerId: string, tokenId: string | undefined) =>
    watch.add(caller(partnerId, tokenId), {
      ended: () => heard.push(`${partnerId} ${tokenId} ended`),
      settingsChanged: () => heard.push(`${partnerId} ${tokenId} settings`),
      agentsChanged: () => heard.push(`${partnerId} ${tokenId} agents`),
      ticketsChanged: () => heard.push(`${partnerId} ${tokenId} tickets`),
    })
  const look = async () => {
    heard.length = 0
    await watch.look()
    return [...heard]
  }
  return { watch, live, marks, erased, listen, look, faults }
}

test("each hears of what is theirs, once", async () => {
  const { watch, live, marks, listen, look } = house()
  listen("acme", "one")
  listen("acme", undefined)
  listen("other", "two")
  expect(await look()).toEqual([])
  marks.settings = "b"
  expect(await look()).toEqual(["acme one settings", "acme undefined settings"])
  expect(await look()).toEqual([])
  marks.agents = "b"
  expect(await look()).toEqual(["acme one agents", "acme undefined agents"])
  marks.tickets++
  expect(await look()).toEqual(["acme one tickets", "acme undefined tickets"])
  live.delete("one")
  expect(await look()).toEqual(["acme one ended"])
  marks.settings = "c"
  expect(await look()).toEqual(["acme undefined settings"])
  marks.settings = undefined
  expect(await look()).toEqual(["acme undefined ended"])
  watch.stop()
})

test("what is erased is told once, in whatever order it is seen", async () => {
  const { watch, erased, listen, look } = house()
  listen("acme", "one")
  listen("other", "two")
  await look()
  erased.push({ id: 2, numbers: [7, 8] })
  expect(await look()).toEqual(["acme gone 7,8"])
  expect(await look()).toEqual([])
  erased.unshift({ id: 1, numbers: [3] })
  erased.push({ id: 3, numbers: [4] })
  expect(await look()).toEqual(["acme gone 3,4"])
  expect(await look()).toEqual([])
  watch.stop()
})

test("who has gone hears nothing", async () => {
  const { watch, live, listen, look } = house()
  const leave = listen("acme", "one")
  await look()
  leave()
  live.clear()
  expect(await look()).toEqual([])
  watch.stop()
})
