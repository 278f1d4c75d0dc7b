/** `NICE CG95, https://…; NHS` as its publications; an address that is no `https` one is part of the name. */
export function sourcesIn(source: string): { name: string; href?: string }[] {
  return source.split('; ').map((one) => {
    const [, name, href] = /^(.+), (https:\/\/\S+)$/.exec(one) ?? []
    return name !== undefined && href !== undefined ? { name, href } : { name: one }
  })
}
