declare const CHATD_VERSION: string | undefined

/** Injected when the binary is built; `dev` when run from source. */
export const version: string = typeof CHATD_VERSION === "string" ? CHATD_VERSION : "dev"
