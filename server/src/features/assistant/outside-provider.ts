// An outside model, asked once, by whoever speaks the widely copied chat protocol; every way it can fail ends as one refusal that holds nothing of it.
import { outsideLimits } from '@wardkeep/contract/assistant.ts'
import { limits } from '@wardkeep/contract/shapes.ts'
import OpenAI from 'openai'
import { type Allowed, type OutboundFetch, outbound } from '../../platform/egress/index.ts'
import { readAnswer } from './answer-rules.ts'
import { promptOf } from './prompt.ts'
import { type Outside, type Progress, ProviderFailed, type Question } from './provider.ts'

export type OutsideOptions = {
  /** Up to where the protocol's own paths begin, such as `https://api.example/v1`. */
  url: string
  key: string | undefined
  /** One exact version. */
  model: string
  /** Hundredths of the currency for a million tokens. */
  priceIn: number
  priceOut: number
  /** The origins that may be called outside. */
  allow: Allowed
  /** Seconds for the whole of a call, where other than the product's own. */
  seconds?: number
}

export function openOutside({ url, key, model, priceIn, priceOut, allow, seconds = outsideLimits.seconds }: OutsideOptions): Outside {
  const { host } = new URL(url)
  const wayOut = outbound({
    allow,
    timeoutMs: seconds * 1000,
    largestBytes: outsideLimits.answerBytes,
    mediaTypes: ['application/json', 'text/event-stream'],
  })
  const client = clientOf(url, key, seconds, wayOut)
  const costOf = (tokens: { in: number; out: number }) => tokens.in * priceIn + tokens.out * priceOut
  return {
    name: 'outside',
    host,
    model,
    costOf,
    prompt: (question) => JSON.stringify(promptOf(question)),
    most: (prompt) => {
      // No token is shorter than a byte; what the protocol adds to each message is well under this.
      const tokens = { in: Buffer.byteLength(prompt) + 64, out: outsideLimits.answerTokens }
      return { tokens: tokens.in + tokens.out, milliseconds: seconds * 1000, cost: costOf(tokens) }
    },
    answer: async (question, _prompt, progress, signal) => {
      const { text, tokens } = await written(client, model, question, progress, signal)
      const answer = readAnswer(text, question) ?? failed('not what was asked for')
      return { ...answer, tokens }
    },
  }
}

/** Nothing is taken from the environment, nothing is tried twice, and nothing is logged. */
function clientOf(url: string, key: string | undefined, seconds: number, wayOut: OutboundFetch): OpenAI {
  return new OpenAI({
    baseURL: url,
    apiKey: key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: seconds * 1000,
    logLevel: 'off',
    // What machine this is, and what runs on it, is nobody's business there.
    defaultHeaders: Object.fromEntries(telling.map((name) => [`X-Stainless-${name}`, null])),
    fetch: wayOut,
  })
}

const telling = ['Arch', 'Lang', 'OS', 'Package-Version', 'Retry-Count', 'Runtime', 'Runtime-Version', 'Timeout']

type Written = { text: string; tokens: { in: number; out: number } | undefined }

async function written(
  client: OpenAI,
  model: string,
  question: Question,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Written> {
  let text = ''
  let ended: string | undefined
  let tokens: Written['tokens']
  try {
    const chunks = await client.chat.completions.create(
      {
        model,
        messages: promptOf(question),
        temperature: 0,
        max_completion_tokens: outsideLimits.answerTokens,
        // The model's keeper is asked to keep nothing.
        store: false,
        stream: true,
        stream_options: { include_usage: true },
      },
      { signal },
    )
    for await (const chunk of chunks) {
      if (chunk.model !== model) failed('another model')
      if (chunk.usage) tokens = { in: chunk.usage.prompt_tokens, out: chunk.usage.completion_tokens }
      const [choice] = chunk.choices
      if (choice?.delta.tool_calls) failed('it wants to act')
      text += choice?.delta.content ?? ''
      if (text.length > 2 * limits.section) failed('too long')
      ended = choice?.finish_reason ?? ended
      progress(text.length)
    }
  } catch (cause) {
    // Whatever the library says may hold what was sent or received.
    if (cause instanceof ProviderFailed) throw cause
    failed('no whole answer')
  }
  if (ended !== 'stop') failed('cut off')
  return { text, tokens: isCount(tokens) ? tokens : undefined }
}

function isCount(tokens: Written['tokens']): boolean {
  return tokens !== undefined && [tokens.in, tokens.out].every((count) => Number.isInteger(count) && count >= 0)
}

function failed(reason: string): never {
  throw new ProviderFailed(reason)
}
