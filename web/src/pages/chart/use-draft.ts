// A draft on the screen: saved by itself two seconds after the last change, created at its first saving, versioned from then on.
import { useQueryClient } from '@tanstack/react-query'
import type { Answer } from '@wardkeep/client'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useAct } from '../../data/use-act.ts'
import { keyOf } from '../../data/use-endpoint.ts'
import { reachable } from '../../session/reachability.ts'

type Stored = Answer<'readRecord'>
type Section = { key: string; heading: string; text: string }
type Content = { type: Stored['type']; confidentiality: Stored['confidentiality']; title: string; sections: Section[] }
/** What stands on the server. */
type Saved = { id: string; version: number }
type Body = ReturnType<typeof bodyOf>
type Place = { patientId: string; appointmentId: string | undefined }

const pause = 2000
const refreshes = ['listRecords'] as const

export function useDraft(place: Place, stored?: Stored) {
  const [content, setContent] = useState<Content>(() => contentOf(stored))
  const [savedAt, setSavedAt] = useState(stored?.updatedAt)
  const saved = useRef<Saved & { body: string }>(
    stored && { id: stored.id, version: stored.version, body: JSON.stringify(bodyOf(contentOf(stored))) },
  )
  // A creation that was not answered may have been one: it is sent once more as it was, before what was typed since.
  const unanswered = useRef<Body>(undefined)
  const running = useRef<Promise<Saved | undefined>>(Promise.resolve(stored))
  const create = useAct('createRecord', { refreshes })
  const update = useAct('updateRecord', { refreshes })
  const cache = useQueryClient()
  const complete = content.title.trim() !== '' && content.sections.some((section) => section.text.trim() !== '')
  const problem = create.problem ?? update.problem
  // A refusal waits for its writer; a clinic that did not answer only for the clinic.
  const answering = useSyncExternalStore(reachable.subscribe, reachable.get)
  const refused = problem !== undefined && problem.code !== 'UNREACHABLE' && problem.code !== 'UNAVAILABLE'

  const save = useCallback((): Promise<Saved | undefined> => {
    const stands = (answer: Stored | undefined, body: Body) => {
      if (answer === undefined) return
      saved.current = { id: answer.id, version: answer.version, body: JSON.stringify(body) }
      // Opened again in a moment, the draft must be what was saved, or its next saving would name an old version.
      cache.setQueryData<Stored>(keyOf('readRecord', { params: { id: answer.id } }), answer)
      setSavedAt(answer.updatedAt)
    }
    const send = async (): Promise<Saved | undefined> => {
      const body = bodyOf(content)
      if (saved.current === undefined) {
        const first = unanswered.current ?? body
        unanswered.current = first
        const { patientId, appointmentId } = place
        stands(await create.run({ body: { patientId, ...(appointmentId && { appointmentId }), ...first } }), first)
        if (saved.current !== undefined || reachable.get()) unanswered.current = undefined
      }
      if (saved.current === undefined || saved.current.body === JSON.stringify(body)) return saved.current
      const { id, version } = saved.current
      const answer = await update.run({ params: { id }, version, body })
      stands(answer, body)
      return answer
    }
    // One after the other, so that no saving overtakes another's version.
    running.current = running.current.then(send, send)
    return running.current
  }, [cache, content, place, create.run, update.run])

  useEffect(() => {
    if (!complete || refused || !answering || saved.current?.body === JSON.stringify(bodyOf(content))) return
    const timer = setTimeout(save, pause)
    return () => clearTimeout(timer)
  }, [answering, complete, content, refused, save])

  const change = (changed: Partial<Content>) => setContent((before) => ({ ...before, ...changed }))
  return {
    content,
    complete,
    savedAt,
    problem,
    busy: create.busy || update.busy,
    save,
    change,
    changeSection: (key: string, changed: Partial<Section>) =>
      setContent((before) => ({
        ...before,
        sections: before.sections.map((section) => (section.key === key ? { ...section, ...changed } : section)),
      })),
    addSection: () => setContent((before) => ({ ...before, sections: [...before.sections, emptySection()] })),
  }
}

function contentOf(stored: Stored | undefined): Content {
  if (stored === undefined) return { type: 'visit-note', confidentiality: 'N', title: '', sections: [emptySection()] }
  const { type, confidentiality, title } = stored
  return { type, confidentiality, title, sections: stored.sections.map((section) => ({ ...emptySection(), ...section })) }
}

function emptySection(): Section {
  return { key: crypto.randomUUID(), heading: '', text: '' }
}

/** Sections without text are not sent; everything else goes as it was typed. */
function bodyOf({ type, confidentiality, title, sections }: Content) {
  const written = sections.filter((section) => section.text.trim() !== '' || section.heading.trim() !== '')
  return { type, confidentiality, title, sections: written.map(({ heading, text }) => (heading === '' ? { text } : { heading, text })) }
}
