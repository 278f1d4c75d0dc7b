// The provider that is always there: rules and quotes of this server, no network, no model. What it writes is all from what it was given.
import { holdsMarkup } from './answer-rules.ts'
import { draftReply } from './draft.ts'
import type { Provider, Question, Reason } from './provider.ts'
import { type Place, summarise } from './summary.ts'
import { triage } from './triage.ts'

/** So that budgets hold alike: a quarter of the bytes, about what a token is. */
const bytesPerToken = 4

const most = (prompt: string) => ({ tokens: Math.ceil(Buffer.byteLength(prompt) / bytesPerToken), milliseconds: 100, cost: 0 })

export const offline: Provider = {
  name: 'offline',
  model: 'rules-1',
  prompt: (question) => JSON.stringify(question),
  most,
  costOf: () => 0,
  answer: async (question, prompt) => {
    const { text, sources } = question.kind === 'summary' ? summarise(partsOf(question), question.language) : replyOf(question)
    return {
      text,
      reasons: sources.map(reasonOf),
      // What it quotes may hold what others wrote to be loaded.
      flags: [...(sources.length === 0 ? ['unsourced'] : []), ...(holdsMarkup(text) ? ['link-or-markup'] : [])],
      tokens: { in: most(prompt).tokens, out: 0 },
    }
  },
}

function partsOf({ text, messages }: Question): string[] {
  return [text, ...messages.filter(({ from }) => from !== 'doctor').map((message) => message.text)]
}

function replyOf(question: Question) {
  const { language, title, patientName, doctorName } = question
  const messages = partsOf(question)
  return draftReply({
    language,
    messages,
    triage: triage({ text: [title, ...messages].join('\n'), language }),
    ...(patientName !== undefined && { patientName }),
    ...(doctorName !== undefined && { doctorName }),
  })
}

function reasonOf({ quote, at }: { quote: string; at: Place }): Reason {
  return { text: quote, source: at.message === 0 ? 'text' : `message-${at.message}` }
}
