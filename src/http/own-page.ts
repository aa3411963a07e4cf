/** Whether a page came from this server. Behind a TLS proxy its scheme is another one, its host is not. */
export function isOwnPage(origin: string, request: Request): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(request.url).host
}
