import type { MeasureName } from "./parts/part.ts"
import type { TargetName } from "./targets/target.ts"

export interface Goal {
  against: Exclude<TargetName, "chatd">
  /** chatd's figure divided by the other's. */
  atLeast?: number
  atMost?: number
}

export interface Measure {
  name: string
  unit: string
  goals: Goal[]
}

/** What is told of each measure, and what chatd must reach. */
export const MEASURES: Record<Exclude<MeasureName, "lost" | "doubled" | "reordered">, Measure> = {
  rate: {
    name: "messages/s, closed loop",
    unit: "/s",
    goals: [
      { against: "socketio", atLeast: 3 },
      { against: "bare", atLeast: 1 },
    ],
  },
  cpu: { name: "CPU per 10,000 messages", unit: "s", goals: [{ against: "socketio", atMost: 0.33 }] },
  loadCpu: { name: "the load's own core meanwhile", unit: "%", goals: [] },
  p50: { name: "customer to agent at 2,000/s, p50", unit: "ms", goals: [] },
  p99: {
    name: "customer to agent at 2,000/s, p99",
    unit: "ms",
    goals: [{ against: "socketio", atMost: 0.5 }],
  },
  idle: {
    name: "memory per idle socket of 10,000",
    unit: "KB",
    goals: [{ against: "socketio", atMost: 0.25 }],
  },
  resync: {
    name: "2,000 clients back and resynchronised",
    unit: "ms",
    goals: [{ against: "socketio", atMost: 0.2 }],
  },
  post: { name: "POST of a message", unit: "/s", goals: [{ against: "socketio", atLeast: 5 }] },
  start: { name: "start to the first answer", unit: "ms", goals: [{ against: "socketio", atMost: 0.15 }] },
}

export const FAULTS = ["lost", "doubled", "reordered"] as const
