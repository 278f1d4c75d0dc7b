// HTTP/2 by hand, as no client would write it: one request whose headers stand in the frame as they are given (RFC 9113, and RFC 7541 6.2.2).

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1')
const kinds = { data: 0, headers: 1, reset: 3, settings: 4, goAway: 7 } as const

/** The bytes of a connection with one request on stream 1. */
export function requestOf(headers: readonly (readonly [string, string])[]): Buffer {
  const block = Buffer.concat(headers.map(([name, value]) => Buffer.concat([Buffer.from([0]), text(name), text(value)])))
  const endsAll = 0x5
  return Buffer.concat([preface, frame(kinds.settings, 0, 0, Buffer.alloc(0)), frame(kinds.headers, endsAll, 1, block)])
}

/** A string literal without Huffman coding; shorter than 127 bytes. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1')
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

function frame(kind: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = kind
  head[4] = flags
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** How stream 1 ended: the status where it was answered, `reset` or `closed` where it was not; undefined while nothing has come. */
export function endOf(bytes: Buffer): string | undefined {
  for (let at = 0; at + 9 <= bytes.length; ) {
    const length = bytes.readUIntBE(at, 3)
    const [kind, stream] = [bytes[at + 3], bytes.readUInt32BE(at + 5)]
    const payload = bytes.subarray(at + 9, at + 9 + length)
    if (kind === kinds.goAway) return 'closed'
    if (kind === kinds.reset && stream === 1) return 'reset'
    if (kind === kinds.headers && stream === 1) return statusIn(payload)
    at += 9 + length
  }
  return undefined
}

/** The first field of an answer is its status: by the static table (RFC 7541, appendix A), or as a literal of three digits. */
function statusIn(payload: Buffer): string {
  // A change of the table's size may stand before it.
  const from = payload.findIndex((byte) => byte >> 5 !== 1)
  const indexed = { 136: '200', 137: '204', 138: '206', 139: '304', 140: '400', 141: '404', 142: '500' }[payload[from] ?? 0]
  const huffman: Record<string, string> = { '640100': '400', '6c00ff': '501', '6980ff': '414', '640eff': '408', '68ffff': '499' }
  return (
    indexed ??
    huffman[payload.subarray(from + 2, from + 5).toString('hex')] ??
    `literal ${payload.subarray(from, from + 6).toString('hex')}`
  )
}
