/** Takes the lock of a data folder and keeps it until killed; or says why it cannot. */
import { lockDataFolder } from "../../src/storage/instance-lock.ts"

const { dataDir, uid } = JSON.parse(process.argv[2] ?? "") as { dataDir: string; uid?: number }
if (uid !== undefined) process.setuid?.(uid)
try {
  const lock = lockDataFolder(dataDir)
  console.log("held")
  setInterval(() => lock.release, 60_000)
} catch (error) {
  console.log(`refused: ${(error as Error).message}`)
}
