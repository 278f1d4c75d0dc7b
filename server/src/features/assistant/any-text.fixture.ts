import fc from 'fast-check'

/** Code points of every kind, halves of pairs among them. */
export const anyText = fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 40 }).map((codes) => String.fromCodePoint(...codes))
