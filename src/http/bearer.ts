/** The token of `Authorization: Bearer …`; undefined where there is none. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1]
}
