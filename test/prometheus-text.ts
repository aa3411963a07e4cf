export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

export interface Family {
  type: string
  help: string
  samples: Sample[]
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y

/**
 * Reads Prometheus' text format, version 0.0.4, strictly.
 *
 * @throws where a line is not of it, a family's lines are apart, a sample comes twice or a histogram does not add up
 */
export function prometheusText(text: string): Map<string, Family> {
  if (!text.endsWith("\n")) throw new Error("The last line has no end.")
  const families = new Map<string, Family>()
  let name = ""
  for (const line of text.split("\n")) {
    if (line === "") continue
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line)
    if (comment) {
      const [, kind, of = "", rest = ""] = comment
      if (!NAME.test(of)) throw new Error(`No name: ${line}`)
      if (kind === "HELP") {
        if (families.has(of)) throw new Error(`Twice: ${line}`)
        families.set(of, { type: "untyped", help: rest, samples: [] })
      } else {
        const family = families.get(of)
        if (!family || family.samples.length > 0) throw new Error(`Out of its place: ${line}`)
        if (!["counter", "gauge", "histogram"].includes(rest)) throw new Error(`No type: ${line}`)
        family.type = rest
      }
      name = of
      continue
    }
    const sample = sampleOf(line)
    const family = families.get(name)
    const suffix = family?.type === "histogram" ? /^(_bucket|_sum|_count)$/ : /^$/
    if (!family || !sample.name.startsWith(name) || !suffix.test(sample.name.slice(name.length)))
      throw new Error(`Of no family: ${line}`)
    family.samples.push(sample)
  }
  for (const [of, family] of families) check(of, family)
  return families
}

function sampleOf(line: string): Sample {
  const [, name = "", inside, number = ""] = SAMPLE.exec(line) ?? []
  const value = number === "+Inf" ? Number.POSITIVE_INFINITY : Number(number)
  if (name === "" || Number.isNaN(value)) throw new Error(`No sample: ${line}`)
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (inside !== undefined && LABEL.lastIndex < inside.length) {
    const [, label = "", text = ""] = LABEL.exec(inside) ?? []
    if (label === "" || label in labels) throw new Error(`No labels: ${line}`)
    labels[label] = text
  }
  return { name, labels, value }
}

function check(name: string, { type, samples }: Family): void {
  const seen = new Set(samples.map(({ name: of, labels }) => JSON.stringify([of, labels])))
  if (seen.size !== samples.length) throw new Error(`${name} has a sample twice.`)
  if (type === "counter" && samples.some(({ value }) => value < 0)) throw new Error(`${name} is below zero.`)
  if (type !== "histogram") return
  const buckets = Map.groupBy(
    samples.filter((one) => one.name === `${name}_bucket`),
    ({ labels: { le: _, ...rest } }) => JSON.stringify(rest),
  )
  for (const [labels, of] of buckets) {
    const bounds = of.map(({ labels: { le } }) => (le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le)))
    const rises = (all: number[], i: number) => i === 0 || (all[i - 1] ?? 0) <= (all[i] ?? 0)
    if (!bounds.every((_, i) => rises(bounds, i))) throw new Error(`${name} has bounds that do not rise.`)
    const counts = of.map(({ value }) => value)
    if (!counts.every((_, i) => rises(counts, i))) throw new Error(`${name} has buckets that do not add up.`)
    const total = samples.find(
      (one) => one.name === `${name}_count` && JSON.stringify(one.labels) === labels,
    )?.value
    if (bounds.at(-1) !== Number.POSITIVE_INFINITY || counts.at(-1) !== total)
      throw new Error(`${name} has no last bucket with all.`)
  }
}

const NOT_BASE_UNITS =
  /_(?:ms|us|ns|millis|milliseconds|minutes|hours|days|kb|mb|gb|kilobytes|megabytes|percent|msecs|secs)(?:_|$)/

/** What Prometheus' own linter would say of names and labels. */
export function complaints(families: ReadonlyMap<string, Family>): string[] {
  return [...families].flatMap(([name, { type, help, samples }]) => {
    const said: string[] = []
    const complain = (wrong: boolean, what: string) => wrong && said.push(`${name}: ${what}`)
    complain(help.trim() === "", "no help")
    complain(type === "untyped", "no type")
    complain((type === "counter") !== name.endsWith("_total"), "counters, and they alone, end with _total")
    complain(type !== "histogram" && /_(?:bucket|count|sum)$/.test(name), "ends as a histogram's samples do")
    complain(/_(?:counter|gauge|histogram|summary)(?:_|$)/.test(name), "its type is in its name")
    complain(NOT_BASE_UNITS.test(name), "not a base unit")
    complain(/[A-Z:]/.test(name), "not in snake case")
    const labels = new Set(samples.flatMap((one) => Object.keys(one.labels)))
    complain(labels.has("quantile"), "only summaries have quantiles")
    complain(type !== "histogram" && labels.has("le"), "only histograms have le")
    for (const label of labels)
      complain(!/^[a-z][a-z0-9_]*$/.test(label), `the label ${label} is not in snake case`)
    return said
  })
}
