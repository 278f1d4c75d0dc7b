// XML as SAML needs it, and nothing more: elements, attributes and text. A document type, an entity, a comment, a CDATA section or an instruction
// is not worked through but refused before anything parses it, so none of them can mean one thing here and another there. One parser reads everything.
import { DOMParser } from '@xmldom/xmldom'
import { refuse } from '../../platform/refusal.ts'

/** Elements of one message, how deep they may lie, and attributes. */
export const xmlLimits = { elements: 1000, depth: 24, attributes: 2000 } as const

export type Xml = { text: string; root: Element }

/** Refuses SIGN_ON_UNREADABLE for whatever is not plain and small. */
export function parseXml(given: string): Xml {
  // As every XML processor reads line ends (XML 1.0, 2.11): what is signed was signed so.
  const text = given.replace(/\r\n?/g, '\n').replace(declaration, '').trim()
  if (/<[!?]/.test(text) || forbidden.test(text) || !text.isWellFormed()) return unreadable()
  if (text.split('<').length > 2 * xmlLimits.elements + 1) return unreadable()
  const parsed = parsedStrictly(text)
  const { documentElement: root } = parsed
  if (root === null || parsed.childNodes.length !== 1) return unreadable()
  mustBePlain(root)
  return { text, root }
}

const declaration =
  /^\ufeff?<\?xml\s+version=(["'])1\.[01]\1(?:\s+encoding=(["'])[Uu][Tt][Ff]-8\2)?(?:\s+standalone=(["'])(?:yes|no)\3)?\s*\?>/
/** Controls, but tabs and line ends, and what is no character. */
const forbidden = /(?![\t\n])\p{Cc}|[\ufffe\uffff]/u

function parsedStrictly(text: string): Document {
  try {
    const refuseAll = (message: string) => {
      throw new Error(message)
    }
    const errorHandler = { warning: refuseAll, error: refuseAll, fatalError: refuseAll }
    return new DOMParser({ locator: {}, errorHandler }).parseFromString(text, 'text/xml')
  } catch {
    return unreadable()
  }
}

/** Nothing but elements and text, not too many nor too deep, and no id twice. */
function mustBePlain(root: Element): void {
  const ids = new Set<string>()
  const waiting: [Element, number][] = [[root, 1]]
  let [elements, attributes] = [0, 0]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [element, depth] = next
    elements += 1
    if (elements > xmlLimits.elements || depth > xmlLimits.depth) unreadable()
    for (let place = 0; place < element.attributes.length; place += 1) {
      const attribute = element.attributes.item(place)
      attributes += 1
      const { name = '', value = '' } = attribute ?? {}
      if (attributes > xmlLimits.attributes || forbidden.test(value)) unreadable()
      if (/^(?:.*:)?(?:assertion)?id$/i.test(name) && !isNew(ids, value)) unreadable()
    }
    for (let place = 0; place < element.childNodes.length; place += 1) {
      const node = element.childNodes.item(place)
      if (isElement(node)) waiting.push([node, depth + 1])
      else if (node.nodeType !== 3 || forbidden.test(node.nodeValue ?? '')) unreadable()
    }
  }
}

function isNew(ids: Set<string>, id: string): boolean {
  const size = ids.size
  return ids.add(id).size > size
}

export function isElement(node: Node | null): node is Element {
  return node !== null && node.nodeType === 1
}

/** The elements right below. */
export function childrenOf(parent: Element): Element[] {
  return Array.from({ length: parent.childNodes.length }, (_, place) => parent.childNodes.item(place)).filter(isElement)
}

export function childrenNamed(parent: Element, namespace: string, name: string): Element[] {
  return childrenOf(parent).filter((child) => child.namespaceURI === namespace && child.localName === name)
}

/** The one child of that name, if there is one; refuses SIGN_ON_UNREADABLE where there are more. */
export function maybeChild(parent: Element, namespace: string, name: string): Element | undefined {
  const [child, ...more] = childrenNamed(parent, namespace, name)
  return more.length > 0 ? unreadable() : child
}

/** The one child of that name; refuses SIGN_ON_UNREADABLE where there is none, or more. */
export function onlyChild(parent: Element, namespace: string, name: string): Element {
  return maybeChild(parent, namespace, name) ?? unreadable()
}

/** Every element of the tree, its root too. */
export function allWithin(root: Element): Element[] {
  return [root, ...childrenOf(root).flatMap(allWithin)]
}

/** The text of an element that holds nothing but text. */
export function textOf(element: Element): string {
  return childrenOf(element).length > 0 ? unreadable() : (element.textContent ?? '')
}

/** An attribute without a namespace; undefined where there is none. */
export function attributeOf(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined
}

export function unreadable(): never {
  return refuse('SIGN_ON_UNREADABLE')
}
