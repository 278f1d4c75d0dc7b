import { Title } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import classes from './record.module.css'

/** What a record says, in the order and the directions in which it was written. */
export function Sections({ sections }: { sections: Answer<'readRecord'>['sections'] }) {
  return sections.map((section, place) => (
    // A section has no identity but its place, and a version's sections never change.
    <div key={place.toString()}>
      {section.heading && (
        <Title order={3} dir="auto" mb={4}>
          {section.heading}
        </Title>
      )}
      <p className={classes.text} dir="auto">
        {section.text}
      </p>
    </div>
  ))
}
