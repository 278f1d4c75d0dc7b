/** A name as its owner writes it: its own direction, never disturbing the sentence around it. */
export function PersonName({ children }: { children: string }) {
  return <bdi>{children}</bdi>
}
