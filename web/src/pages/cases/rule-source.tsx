import { Anchor } from '@mantine/core'
import { sourcesIn } from './rule-sources.ts'

/** Who published a rule of this server, a line each; what an outside model writes never gets here. */
export function RuleSource({ source }: { source: string }) {
  return sourcesIn(source).map(({ name, href }) => (
    <div key={name} dir="auto">
      {href === undefined ? (
        name
      ) : (
        <Anchor href={href} target="_blank" rel="noreferrer" fz="inherit" style={{ display: 'inline-block', lineHeight: '24px' }}>
          {name}
        </Anchor>
      )}
    </div>
  ))
}
