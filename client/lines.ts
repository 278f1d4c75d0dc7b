// An answer that comes a line at a time: what is said on the way is told on, the last line is the answer or the refusal.
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Progress } from './call.ts'
import { problemOf } from './problem.ts'

export const lineType = 'application/x-ndjson'

const Step = Type.Object({ step: Type.String(), characters: Type.Optional(Type.Number()) })
const Done = Type.Object({ step: Type.Literal('done'), answer: Type.Unknown() })
const Failed = Type.Object({ step: Type.Literal('failed'), problem: Type.Unknown() })

/** The text of an answer, whichever way it came. Throws the Problem that a line tells, and TypeError where the lines break off. */
export async function readLines(response: Response, progress: ((line: Progress) => void) | undefined): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith(lineType) || response.body === null) return response.text()
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let kept = ''
  for (;;) {
    const { done, value } = await reader.read()
    kept += value ?? ''
    const lines = kept.split('\n')
    kept = lines.pop() ?? ''
    for (const line of lines) {
      const said: unknown = JSON.parse(line)
      if (Value.Check(Done, said)) return JSON.stringify(said.answer)
      if (Value.Check(Failed, said)) throw problemOf(response, said.problem)
      if (Value.Check(Step, said)) progress?.(said)
    }
    if (done) throw new TypeError('The answer broke off')
  }
}
