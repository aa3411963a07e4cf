/** One thing that is wrong with what was set, in a sentence that says where and what to do. */
export interface ConfigFault {
  where: string
  problem: string
}

export class ConfigError extends Error {
  constructor(readonly faults: readonly ConfigFault[]) {
    super(faults.map((fault) => `${fault.where}: ${fault.problem}`).join("\n"))
  }
}
