import { ChatdError } from "../errors.ts"

export interface RemoveIntentExamplePorts {
  /** False where the partner has none of that number. */
  deleteExample(partnerId: string, id: number): Promise<boolean>
}

/** @throws {ChatdError} `not_found` */
export async function removeIntentExample(
  ports: RemoveIntentExamplePorts,
  partnerId: string,
  id: number,
): Promise<void> {
  if (await ports.deleteExample(partnerId, id)) return
  throw new ChatdError("not_found", "There is no such example.")
}
