import { afterAll, beforeAll } from "bun:test"

/** Has this file's tests run where it is as late as in `zone`; later files of the process run where the machine is again. */
export function inTimeZone(zone: string): void {
  const { TZ: before } = process.env
  beforeAll(() => {
    process.env.TZ = zone
  })
  afterAll(() => {
    // Given `undefined` it would be the zone of that name: the one before stayed.
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  })
}
