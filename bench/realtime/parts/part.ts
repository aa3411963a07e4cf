import type { ServerProcess } from "../server-process.ts"
import type { Target } from "../targets/target.ts"

/** A target with its server running. */
export interface Rig {
  target: Target
  server: ServerProcess
}

/** Figures of one server in one round, by the name of the measure. */
export type Figures = Partial<Record<MeasureName, number>>

export type MeasureName =
  | "rate"
  | "cpu"
  | "loadCpu"
  | "p50"
  | "p99"
  | "idle"
  | "resync"
  | "post"
  | "start"
  | "lost"
  | "doubled"
  | "reordered"

/** Measures a server that has just been started; it may stop and start it again by itself. */
export type Part = (rig: Rig, seconds: number) => Promise<Figures>

export const CUSTOMERS = 200
export const AGENTS = 20
