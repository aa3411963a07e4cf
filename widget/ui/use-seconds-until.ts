import { useEffect, useState } from "preact/hooks"

/** Seconds left until a moment, counted down; 0 once it has passed or where there is none. */
export function useSecondsUntil(until: number | undefined): number {
  const left = () => (until === undefined ? 0 : Math.max(0, Math.ceil((until - Date.now()) / 1000)))
  const [, draw] = useState(0)
  useEffect(() => {
    if (left() === 0) return
    const timer = setInterval(() => {
      draw((times) => times + 1)
      if (left() === 0) clearInterval(timer)
    }, 1000)
    return () => clearInterval(timer)
  }, [until])
  return left()
}
