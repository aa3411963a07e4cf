/** Name of a partner's knowledge base where none is said. */
export const DEFAULT_BASE = "main"
