import type { RefObject } from "preact"
import { useLayoutEffect } from "preact/hooks"

/** Fits the box to what the keyboard of a phone leaves of the screen. */
export function useVisualViewport(box: RefObject<HTMLElement | null>, active: boolean): void {
  useLayoutEffect(() => {
    const viewport = window.visualViewport
    const style = box.current?.style
    if (!active || !viewport || !style) return
    const fit = () => {
      style.setProperty("--viewport-top", `${viewport.offsetTop}px`)
      style.setProperty("--viewport-height", `${viewport.height}px`)
    }
    fit()
    viewport.addEventListener("resize", fit)
    viewport.addEventListener("scroll", fit)
    return () => {
      viewport.removeEventListener("resize", fit)
      viewport.removeEventListener("scroll", fit)
    }
  }, [active])
}
