// Numbers of this process in Prometheus' text format (exposition format 0.0.4). A label is a word of the code (an endpoint, a reason), never of a person.

export type Metric = { text(): string }

/** Counts by one label. */
export class Counter implements Metric {
  readonly #head: string
  readonly #name: string
  readonly #label: string
  readonly #counts = new Map<string, number>()

  constructor(name: string, help: string, label: string) {
    this.#head = head(name, help, 'counter')
    this.#name = name
    this.#label = label
  }

  add(value: string): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1)
  }

  text(): string {
    return [this.#head, ...[...this.#counts].map(([value, count]) => `${this.#name}${labels({ [this.#label]: value })} ${count}`)].join(
      '\n',
    )
  }
}

type Series = { buckets: number[]; sum: number; count: number }

/** How often values fell below each bound, by one label or none. */
export class Histogram implements Metric {
  readonly #head: string
  readonly #name: string
  readonly #label: string | undefined
  readonly #bounds: readonly number[]
  readonly #series = new Map<string, Series>()

  constructor(name: string, help: string, bounds: readonly number[], label?: string) {
    this.#head = head(name, help, 'histogram')
    this.#name = name
    this.#bounds = bounds
    this.#label = label
  }

  observe(value: number, of = ''): void {
    const series = this.#series.get(of) ?? { buckets: this.#bounds.map(() => 0), sum: 0, count: 0 }
    this.#series.set(of, series)
    for (const [place, bound] of this.#bounds.entries()) if (value <= bound) series.buckets[place] = (series.buckets[place] ?? 0) + 1
    series.sum += value
    series.count += 1
  }

  text(): string {
    const lines = [...this.#series].flatMap(([of, { buckets, sum, count }]) => {
      const own = this.#label === undefined ? {} : { [this.#label]: of }
      const below = this.#bounds.map(
        (bound, place) => `${this.#name}_bucket${labels({ ...own, le: String(bound) })} ${buckets[place] ?? 0}`,
      )
      return [
        ...below,
        `${this.#name}_bucket${labels({ ...own, le: '+Inf' })} ${count}`,
        `${this.#name}_sum${labels(own)} ${sum}`,
        `${this.#name}_count${labels(own)} ${count}`,
      ]
    })
    return [this.#head, ...lines].join('\n')
  }
}

/** What stands when it is asked for, by one label. */
export class Gauge implements Metric {
  readonly #head: string
  readonly #name: string
  readonly #label: string
  readonly #read: () => Readonly<Record<string, number>>

  constructor(name: string, help: string, label: string, read: () => Readonly<Record<string, number>>) {
    this.#head = head(name, help, 'gauge')
    this.#name = name
    this.#label = label
    this.#read = read
  }

  text(): string {
    const lines = Object.entries(this.#read()).map(([value, number]) => `${this.#name}${labels({ [this.#label]: value })} ${number}`)
    return [this.#head, ...lines].join('\n')
  }
}

export function metricsText(metrics: readonly Metric[]): string {
  return `${metrics.map((metric) => metric.text()).join('\n')}\n`
}

function head(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}`
}

function labels(of: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(of).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
