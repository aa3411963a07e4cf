import fitted from "./calibration.default.json"
import type { Calibration } from "./gate.ts"

/** Fitted on several public question sets at once (`bun bench/kb.ts --write`); what a new knowledge base starts with. */
export const DEFAULT_CALIBRATION = fitted as Calibration
