import { useEffect, useState } from "preact/hooks"

/** Seconds left until a moment, counted down; 0 once it has passed or where there is none. */
export function useSecondsUntil(until: number | undefined): number {
  const left = () => Math.max(0, Math.ceil(((until ?? 0) - Date.now()) / 1000))
  const [, draw] = useState<object>()
  useEffect(() => {
    if (left() === 0) return
    const timer = setInterval(() => {
      draw({})
      if (left() === 0) clearInterval(timer)
    }, 1000)
    return () => clearInterval(timer)
  }, [until])
  return left()
}
