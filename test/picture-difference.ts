import pixelmatch from "pixelmatch"
import { PNG } from "pngjs"

/** The share of pixels in which two pictures differ; 1 where even their sizes do. */
export function pictureDifference(one: Uint8Array, other: Uint8Array): number {
  const [a, b] = [PNG.sync.read(Buffer.from(one)), PNG.sync.read(Buffer.from(other))]
  const { width, height } = a
  if (b.width !== width || b.height !== height) return 1
  return pixelmatch(a.data, b.data, undefined, width, height) / (width * height)
}
