import { expect, test } from "bun:test"
import type { Conversation } from "../core/conversations/conversation.ts"
import { QueuePlaces } from "./queue-places.ts"

/** A queue of one partner, some of whose customers listen. */
function scene(listening: readonly number[]) {
  const told: { id: number; position: number }[] = []
  const faults: unknown[] = []
  const state = { order: [] as number[], looks: [] as number[] }
  let look: (() => void) | undefined
  const places = new QueuePlaces({
    hub: {
      hasClients: (id) => listening.includes(id),
      tellPlace: (id, position) => void told.push({ id, position }),
    },
    async order() {
      state.looks.push(performance.now())
      queueMicrotask(() => look?.())
      return state.order
    },
    onFault: (error) => faults.push(error),
  })
  const nextLook = () => new Promise<void>((resolve) => (look = () => setImmediate(resolve)))
  return { told, state, places, nextLook, faults }
}

const waiting = (id: number) =>
  ({ id, partnerId: "p", status: "waiting", handler: "person" }) as unknown as Conversation

test("whoever listens is told their place when it is another, the others nothing", async () => {
  const { told, state, places, nextLook } = scene([2, 3])
  state.order = [1, 2, 3]
  const first = nextLook()
  places.changed("p")
  await first
  expect(told.map(({ id, position }) => [id, position])).toEqual([
    [2, 2],
    [3, 3],
  ])
  // What changes many times within a second is told once, with what it is then.
  const second = nextLook()
  for (state.order of [
    [2, 3],
    [3, 2],
    [9, 2, 3],
    [2, 9, 3],
  ])
    places.changed("p")
  await second
  expect(told.slice(2).map(({ id, position }) => [id, position])).toEqual([[2, 1]])
  const [former = 0, latter = 0, ...others] = state.looks
  expect(others).toEqual([])
  expect(latter - former).toBeGreaterThan(990)
  places.stop()
})

test("a client that comes is told its place again: it may have read an older one", async () => {
  const { told, state, places, nextLook } = scene([2])
  state.order = [2]
  const first = nextLook()
  places.clientCame(waiting(2))
  await first
  const second = nextLook()
  places.clientCame(waiting(2))
  await second
  expect(told.map(({ position }) => position)).toEqual([1, 1])
  places.stop()
})

test("a queue that cannot be read is read again, though nothing has changed since", async () => {
  const { told, state, places, nextLook, faults } = scene([2])
  const order = Object.getOwnPropertyDescriptor(state, "order")
  Object.defineProperty(state, "order", {
    configurable: true,
    get: () => {
      throw new Error("away")
    },
  })
  const first = nextLook()
  places.changed("p")
  await first
  expect(faults).toHaveLength(1)
  if (order) Object.defineProperty(state, "order", { ...order, value: [2] })
  await nextLook()
  expect(told.map(({ id }) => id)).toEqual([2])
  places.stop()
})

test("a queue that fails to be read long after it was asked for is read again as well", async () => {
  const { told, state, places, nextLook, faults } = scene([2])
  const order = Object.getOwnPropertyDescriptor(state, "order")
  const silence = Promise.withResolvers<number[]>()
  Object.defineProperty(state, "order", { configurable: true, get: () => silence.promise })
  const first = nextLook()
  places.changed("p")
  await first
  if (order) Object.defineProperty(state, "order", { ...order, value: [] })
  // By the second look at another partner's nothing is due for the first any more.
  for (const partner of ["other", "other"]) {
    const look = nextLook()
    places.changed(partner)
    await look
  }
  state.order = [2]
  const second = nextLook()
  silence.reject(new Error("away"))
  await second
  expect(faults).toHaveLength(1)
  expect(told.map(({ id }) => id)).toEqual([2])
  places.stop()
})
