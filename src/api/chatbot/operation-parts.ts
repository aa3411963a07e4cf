/** What the operations have in common. */
export const VISITORS = ["sessionToken", "widgetKey", "apiKey", "none"]
export const ADMINS = ["adminToken", "agentToken", "apiKey"]

export const UNAUTHENTICATED = "No token, or one that is not valid, or not any more."
export const FORBIDDEN = "A page of a foreign origin, or a secret key in a page."
export const TOO_MUCH = "The user, their address, or the partner's users together, sent too much in a minute."

export const TICKET_UUID = "8b740b34-2f4e-4a0e-9d83-3c1f5a2d9e10"
export const SESSION_NAME = "0b54ad42-8a3d-4b0d-b1f2-6f1d4c1d7c55"
