// Characters that follow each other on a keyboard or in an alphabet: whoever guesses tries every stretch of these, forwards and backwards.

const layouts: readonly (readonly string[])[] = [
  ['1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'],
  ['1234567890', 'qwertzuiopü', 'asdfghjklöä', 'yxcvbnm,.-'],
  ['1234567890', 'azertyuiop', 'qsdfghjklm', 'wxcvbn,;:!'],
  ['1234567890', "/'קראטוןםפ", 'שדגכעיחלךף', 'זסבהנמצתץ.'],
]

/** Rows, two rows in turn (1q2w3e), and columns one after another (qazwsx), of QWERTY, QWERTZ, AZERTY and the Hebrew layout. */
export const keyboardLanes: readonly string[] = layouts.flatMap((rows) => [
  ...rows,
  ...rows.slice(1).map((row, above) => inTurn([rows[above] ?? '', row])),
  inTurn(rows),
  inTurn(rows.slice(1)),
])

export const orderedLanes: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyz',
  'אבגדהוזחטיכלמנסעפצקרשת',
  '01234567890',
  '1234567890',
  '02468',
  '13579',
]

/** The sign above a digit of the US layout, as that digit: `!@#$` are neighbours as `1234` are. */
export function unshifted(sign: string): string {
  const digit = ')!@#$%^&*('.indexOf(sign)
  return digit === -1 ? sign : String(digit)
}

/** First column from the top, then the next: of two rows a zigzag. */
function inTurn(rows: readonly string[]): string {
  const shortest = Math.min(...rows.map((row) => row.length))
  return Array.from({ length: shortest }, (_, column) => rows.map((row) => row[column]).join('')).join('')
}
