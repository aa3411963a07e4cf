import { noSuchEndpoint } from "./endpoint.ts"

export interface RemoveEndpointPorts {
  /** False where there is none of that number. Stored with the audit log's entry. */
  deleteEndpoint(partnerId: string, number: number, at: Date): Promise<boolean>
  now(): Date
}

/**
 * Removes an endpoint with everything that it has yet to be told.
 *
 * @throws {ChatdError} `not_found`
 */
export async function removeEndpoint(
  ports: RemoveEndpointPorts,
  partnerId: string,
  number: number,
): Promise<void> {
  if (!(await ports.deleteEndpoint(partnerId, number, ports.now()))) throw noSuchEndpoint(number)
}
