export interface AddressBook {
  requestIP(request: Request): { address: string } | null
}

/** The visitor's address; behind a trusted proxy the last one that it added to X-Forwarded-For. */
export function clientAddress(request: Request, server: AddressBook | null, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined
  return forwarded || server?.requestIP(request)?.address || "unknown"
}
