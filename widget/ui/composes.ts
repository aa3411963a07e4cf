/** Whether a key goes to an input method that composes a word. Of the one that ends it Safari says so by its code alone. */
export function composes({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229
}
