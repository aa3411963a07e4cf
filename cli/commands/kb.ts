import { Command } from "commander"
import { refuseServer } from "../desk/reach.ts"
import { addAskCommand } from "./kb/ask.ts"
import { addEvalCommand } from "./kb/eval.ts"
import { addGapsCommand } from "./kb/gaps.ts"
import { addIngestCommand } from "./kb/ingest.ts"
import { addListCommand } from "./kb/list.ts"
import { addRemoveCommand } from "./kb/remove.ts"
import { addSearchCommand } from "./kb/search.ts"
import { addShowCommand } from "./kb/show.ts"
import { addSitesCommand } from "./kb/sites.ts"
import { addTuneCommand } from "./kb/tune.ts"

export function kbCommand(): Command {
  const command = new Command("kb")
    .description("the knowledge bases: read documents in, ask, measure, tune")
    .hook("preAction", () => refuseServer("kb"))
  for (const add of [
    addIngestCommand,
    addAskCommand,
    addSearchCommand,
    addListCommand,
    addShowCommand,
    addRemoveCommand,
    addSitesCommand,
    addEvalCommand,
    addTuneCommand,
    addGapsCommand,
  ]) {
    add(command)
  }
  return command
}
