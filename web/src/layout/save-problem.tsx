import { Alert } from '@mantine/core'
import type { Problem, ProblemCode } from '@wardkeep/client'
import { ProblemAlert } from './problem-alert.tsx'

/** Why something was not saved; where another was faster (`code`), the page's own sentence says what that means here. */
export function SaveProblem({
  problem,
  sentence,
  code = 'VERSION_CONFLICT',
}: {
  problem: Problem | undefined
  sentence: string
  code?: ProblemCode
}) {
  if (problem?.code !== code) return <ProblemAlert problem={problem} />
  return (
    <Alert color="amber" role="alert">
      {sentence}
    </Alert>
  )
}
