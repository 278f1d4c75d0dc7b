type PluralSuffix = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Counted<Key> = Key extends `${infer Base}_other` ? `${Base}_${PluralSuffix}` : never

/** The shape of a translation: every key of the original, and for counted words whichever plural forms the language has. */
export type Translation<Original> = {
  readonly [Key in keyof Original]: Original[Key] extends string ? string : Translation<Original[Key]>
} & { readonly [Key in keyof Original as Counted<Key>]?: string }
