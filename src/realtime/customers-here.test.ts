import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test"
import { CustomersHere } from "./customers-here.ts"

describe("a customer", () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  function watched() {
    const here = new CustomersHere()
    const told: boolean[] = []
    const end = here.watch((customerId) => void told.push(here.isHere(customerId)))
    return { here, told, end }
  }

  test("with several clients is there until the last one has been gone for three seconds", () => {
    const { here, told } = watched()
    here.came(7)
    here.came(7)
    here.went(7)
    jest.advanceTimersByTime(10_000)
    expect(here.isHere(7)).toBe(true)
    here.went(7)
    jest.advanceTimersByTime(2_999)
    expect(here.isHere(7)).toBe(true)
    jest.advanceTimersByTime(1)
    expect(here.isHere(7)).toBe(false)
    expect(told).toEqual([true, false])
  })

  test("who comes back within them was never gone", () => {
    const { here, told } = watched()
    here.came(7)
    here.went(7)
    jest.advanceTimersByTime(2_000)
    here.came(7)
    jest.advanceTimersByTime(10_000)
    expect(here.isHere(7)).toBe(true)
    expect(told).toEqual([true])
  })

  test("is gone at once where nobody watches", () => {
    const { here, told, end } = watched()
    end()
    here.came(7)
    expect(here.isHere(7)).toBe(true)
    here.went(7)
    expect(here.isHere(7)).toBe(false)
    expect(told).toEqual([])
  })

  test("is there until the last client has gone, where nobody watches, too", () => {
    const here = new CustomersHere()
    here.came(1)
    here.came(1)
    here.went(1)
    expect(here.isHere(1)).toBe(true)
    here.went(1)
    expect(here.isHere(1)).toBe(false)
  })
})
