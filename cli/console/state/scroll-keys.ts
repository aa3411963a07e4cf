/** Lines, or entries, that a key goes down (up where negative) in what is read. */
export const SCROLL_KEYS: Readonly<Record<string, number>> = {
  j: 1,
  down: 1,
  k: -1,
  up: -1,
  pagedown: 10,
  space: 10,
  pageup: -10,
  g: -1e6,
  home: -1e6,
}
