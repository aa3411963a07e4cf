/** Name of a partner's knowledge base where none is said. */
export const DEFAULT_BASE = "main"

/** What clients say that a partner's sites are; it speaks where no document does. */
export const ABOUT_BASE = "about"
