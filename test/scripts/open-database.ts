/** Opens a database, migrating it, and closes it again. */
import { type DatabaseLocation, openDatabase } from "../../src/storage/database.ts"

const location = JSON.parse(process.argv[2] ?? "") as DatabaseLocation
await (await openDatabase(location)).close()
console.log("opened")
