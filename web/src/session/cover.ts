// While the session is locked nothing of the page is in the document: its nodes are kept aside, with what was typed and how far it was scrolled, and put
// back as they were. Hiding them would leave them to whoever looks for them, and building them anew would lose what was typed.
import { asked } from './proof.ts'

const cover = document.createElement('div')
let aside: Aside | undefined

type Aside = { nodes: DocumentFragment; focus: Element | null; top: number; scrolled: [Element, number, number][] }

/** Where the unlock screen is drawn, apart from the page. Call once, before the page is drawn. */
export function layCover(): HTMLElement {
  document.body.append(cover)
  asked.subscribe(() => {
    if (asked.get()?.kind === 'locked') putAside()
    else putBack()
  })
  return cover
}

function putAside(): void {
  if (aside) return
  const shown = [...document.body.children].filter((child) => child !== cover)
  const scrolled = shown
    .flatMap((child) => [child, ...child.querySelectorAll('*')])
    .filter((element) => element.scrollTop + element.scrollLeft !== 0)
  aside = {
    nodes: document.createDocumentFragment(),
    focus: document.activeElement,
    top: scrollY,
    scrolled: scrolled.map((element) => [element, element.scrollTop, element.scrollLeft]),
  }
  aside.nodes.append(...shown)
}

function putBack(): void {
  if (!aside) return
  const { nodes, focus, top, scrolled } = aside
  aside = undefined
  cover.before(nodes)
  for (const [element, above, before] of scrolled) {
    element.scrollTop = above
    element.scrollLeft = before
  }
  scrollTo(0, top)
  if (focus instanceof HTMLElement) focus.focus({ preventScroll: true })
}
