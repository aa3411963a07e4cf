import { expect, test } from "bun:test"
import { remembered } from "./remembered.ts"

function counting(answer: (key: string) => Promise<string> = async (key) => key) {
  const asked: string[] = []
  let time = 0
  const look = remembered(
    (key: string) => {
      asked.push(key)
      return answer(key)
    },
    1_000,
    () => time,
  )
  const wait = (ms: number) => {
    time += ms
  }
  return { look, asked, wait }
}

test("it is asked again only when the time is over", async () => {
  const { look, asked, wait } = counting()
  expect(await Promise.all([look("a"), look("a"), look("b")])).toEqual(["a", "a", "b"])
  wait(999)
  await look("a")
  expect(asked).toEqual(["a", "b"])
  wait(1)
  await look("a")
  expect(asked).toEqual(["a", "b", "a"])
})

test("a failure is not remembered", async () => {
  let broken = true
  const { look } = counting(async (key) => {
    if (broken) throw new Error("away")
    return key
  })
  expect(look("a")).rejects.toThrow("away")
  await Bun.sleep(0)
  broken = false
  expect(await look("a")).toBe("a")
})

test("invented keys do not fill the memory: it forgets all at a thousand", async () => {
  const { look, asked } = counting()
  for (let i = 0; i < 1_001; i++) await look(`key ${i}`)
  await look("key 0")
  expect(asked.filter((key) => key === "key 0")).toHaveLength(2)
})
