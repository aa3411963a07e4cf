const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]"

/** Whether the box or something in it has the focus of its shadow root. */
export function hasFocus(box: HTMLElement): boolean {
  return box.contains((box.getRootNode() as ShadowRoot).activeElement)
}

/** Tab and Shift+Tab go round within a box. */
export function trapTab(event: KeyboardEvent, box: HTMLElement): void {
  if (event.key !== "Tab") return
  const controls = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (control) => control.tabIndex >= 0 && control.getClientRects().length > 0,
  )
  const [first, last] = event.shiftKey ? [controls.at(-1), controls[0]] : [controls[0], controls.at(-1)]
  const root = box.getRootNode() as ShadowRoot
  if (root.activeElement !== last && root.activeElement !== box) return
  event.preventDefault()
  first?.focus()
}

/**
 * A button that goes away once it was pressed takes the focus with it, and a keyboard would start from the page's top:
 * then the box gets it. Where the page took the whole widget off and it was put back, all is where it was.
 */
export function keepFocus(box: HTMLElement | null): () => void {
  if (!box) return () => {}
  let focused: EventTarget | null = null
  const tops = new Map<Element, number>()
  const observer = new MutationObserver(() => {
    if (!(focused instanceof Element) || focused.isConnected) return
    focused = null
    const next = box.querySelector<HTMLElement>("[data-autofocus]") ?? box
    next.focus({ preventScroll: true })
  })
  observer.observe(box, { childList: true, subtree: true })
  const listening = new AbortController()
  const hear = (from: EventTarget, name: string, listener: (event: Event) => void) =>
    from.addEventListener(name, listener, { signal: listening.signal, capture: true })
  hear(box, "focusin", ({ target }) => {
    focused = target
  })
  // Whether it loses the focus by going away shows only once it is gone.
  hear(box, "focusout", ({ target }) =>
    setTimeout(() => {
      if (focused === target && target instanceof Element && target.isConnected && !target.matches(":focus"))
        focused = null
    }),
  )
  hear(box, "scroll", ({ target }) => {
    if (target instanceof Element) tops.set(target, target.scrollTop)
  })
  hear(box.getRootNode(), "moved", () => {
    for (const [list, top] of tops) list.scrollTop = top
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  })
  return () => {
    listening.abort()
    observer.disconnect()
  }
}
