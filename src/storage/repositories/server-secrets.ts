import { randomText } from "../../random.ts"
import type { Db } from "../database.ts"

/** A secret of this installation, made when it is first asked for; several servers on one database share it. */
export async function serverSecret(db: Db, name: string): Promise<string> {
  await db
    .insertInto("server_secret")
    .values({ name, value: randomText(48) })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute()
  const { value } = await db
    .selectFrom("server_secret")
    .select("value")
    .where("name", "=", name)
    .executeTakeFirstOrThrow()
  return value
}
