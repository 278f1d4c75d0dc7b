// Requests whose borders two programs may see in different places, as a front and this server would: byte for byte, in latin1.

const start = 'POST /api/auth/login HTTP/1.1\r\nHost: clinic.test\r\nContent-Type: application/json\r\n'
const hidden = 'GET /api/hidden HTTP/1.1\r\nHost: clinic.test\r\n\r\n'
const chunked = '2\r\n{}\r\n0\r\n\r\n'

/** The request of somebody else that comes next on the same connection. */
export const victim = 'GET /api/about HTTP/1.1\r\nHost: clinic.test\r\nConnection: close\r\n\r\n'

const encodings: Record<string, string> = {
  'TE.TE: another behind it': 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
  'TE.TE: another before it': 'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked',
  'TE.TE: in one list': 'Transfer-Encoding: chunked, identity',
  'TE.TE: twice': 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
  'TE.TE: a word before it': 'Transfer-Encoding: xchunked',
  'TE.TE: in quotes': 'Transfer-Encoding: "chunked"',
  'TE.TE: space before the colon': 'Transfer-Encoding : chunked',
  'TE.TE: tab before the colon': 'Transfer-Encoding\t: chunked',
  'TE.TE: vertical tab': 'Transfer-Encoding:\x0bchunked',
  'TE.TE: NUL behind it': 'Transfer-Encoding: chunked\x00',
  'TE.TE: high byte behind it': 'Transfer-Encoding: chunked\xff',
  'TE.TE: capitals': 'tRANSFER-eNCODING: CHUNKED',
  'TE.TE: folded': 'Transfer-Encoding:\r\n chunked',
  'TE.TE: folded under another': 'X-A: b\r\n Transfer-Encoding: chunked',
  'TE.TE: behind a bare LF': 'X-A: b\nTransfer-Encoding: chunked',
  'TE.TE: behind a bare CR': 'X-A: b\rTransfer-Encoding: chunked',
}

const lengths: Record<string, string> = {
  'two lengths': 'Content-Length: 2\r\nContent-Length: 47',
  'the same length twice': 'Content-Length: 2\r\nContent-Length: 2',
  'lengths in one list': 'Content-Length: 2, 2',
  'a length with a sign': 'Content-Length: +2',
  'a negative length': 'Content-Length: -2',
  'a length in hexadecimal': 'Content-Length: 0x2',
  'a length with a space in it': 'Content-Length: 2 2',
  'a length with letters': 'Content-Length: 2a',
  'an empty length': 'Content-Length: ',
  'a length beyond counting': 'Content-Length: 99999999999999999999999',
  'a length with a space before the colon': 'Content-Length : 2',
}

const chunks: Record<string, string> = {
  'a chunk that ends in a bare LF': `2\r\n{}\n0\r\n\r\n`,
  'a size that ends in a bare LF': `2\n{}\r\n0\r\n\r\n`,
  'an extension with a bare LF': `2;a\n{}\r\n0\r\n\r\n${hidden}`,
  'an extension with a bare CR': `2;a\rb\r\n{}\r\n0\r\n\r\n`,
  'an extension of 32 KiB': `2;${'a'.repeat(32 * 1024)}\r\n{}\r\n0\r\n\r\n`,
  'a size with a sign': `+2\r\n{}\r\n0\r\n\r\n`,
  'a size with 0x': `0x2\r\n{}\r\n0\r\n\r\n`,
  'a size with a space before it': ` 2\r\n{}\r\n0\r\n\r\n`,
  'a size beyond counting': `FFFFFFFFFFFFFFFFF2\r\n{}\r\n0\r\n\r\n`,
  'more than the chunk said': `2\r\n{}abc\r\n0\r\n\r\n`,
  'a last chunk that goes on': `2\r\n{}\r\n0\r\nX: y\n\r\n`,
}

/** What has no one reading: to be refused, its connection closed, and nothing behind it read. */
export const corpus: Record<string, string> = {
  'CL.TE': `${start}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`,
  'TE.CL': `${start}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
  'CL.TE with nothing in it': `${start}Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n${hidden}`,
  ...Object.fromEntries(
    Object.entries(encodings).map(([name, header]) => [name, `${start}Content-Length: ${chunked.length}\r\n${header}\r\n\r\n${chunked}`]),
  ),
  ...Object.fromEntries(
    Object.entries(encodings)
      .filter(([name]) => !/capitals|folded under|twice|TE: folded$/.test(name))
      .map(([name, header]) => [`${name}, no length`, `${start}${header}\r\n\r\n${chunked}`]),
  ),
  ...Object.fromEntries(Object.entries(lengths).map(([name, header]) => [name, `${start}${header}\r\n\r\n{}`])),
  ...Object.fromEntries(Object.entries(chunks).map(([name, body]) => [name, `${start}Transfer-Encoding: chunked\r\n\r\n${body}`])),
  'lines that end in a bare LF': 'POST /api/auth/login HTTP/1.1\nHost: clinic.test\nContent-Length: 2\n\n{}',
  'one line that ends in a bare LF': 'POST /api/auth/login HTTP/1.1\r\nHost: clinic.test\nContent-Length: 2\r\n\r\n{}',
  'lines that end in a bare CR': 'POST /api/auth/login HTTP/1.1\rHost: clinic.test\rContent-Length: 2\r\r{}',
  'a head that ends in a bare LF': `${start}Content-Length: 2\r\n\n{}`,
  'a folded header': `${start}X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}`,
  'a folded header by a tab': `${start}X-A: b\r\n\tc\r\nContent-Length: 2\r\n\r\n{}`,
  'a header without a name': `${start}: b\r\nContent-Length: 2\r\n\r\n{}`,
  'a header without a colon': `${start}Evil\r\nContent-Length: 2\r\n\r\n{}`,
  'a space in the name of a header': `${start}X A: b\r\nContent-Length: 2\r\n\r\n{}`,
  'NUL in a header': `${start}X-A: b\x00c\r\nContent-Length: 2\r\n\r\n{}`,
  'no host': 'GET /api/about HTTP/1.1\r\nConnection: keep-alive\r\n\r\n',
  'two who ask': 'GET /api/auth/me HTTP/1.1\r\nHost: clinic.test\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n',
  'two hosts': 'GET /api/about HTTP/1.1\r\nHost: a.test\r\nHost: b.test\r\n\r\n',
  'chunks in HTTP/1.0': `POST /api/auth/login HTTP/1.0\r\nHost: clinic.test\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
  'HTTP/0.9': 'GET /api/about\r\n\r\n',
  'another version': 'GET /api/about HTTP/1.2\r\nHost: clinic.test\r\n\r\n',
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a tab in the first line': 'GET\t/api/about\tHTTP/1.1\r\nHost: clinic.test\r\n\r\n',
}

/** What has one reading, though it is seldom seen: it is read so, and whoever comes next gets their own answer. */
export const sound: Record<string, string> = {
  'an extension of a chunk': `${start}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n`,
  'two spaces in the first line': 'GET  /api/about HTTP/1.1\r\nHost: clinic.test\r\n\r\n',
  'a trailer': `${start}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-A: b\r\n\r\n`,
  'a request in the body of another': `${start}Content-Length: ${hidden.length}\r\n\r\n${hidden}`,
  'a request in the body of one that has none': `GET /api/about HTTP/1.1\r\nHost: clinic.test\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
  'a request in a chunk': `${start}Transfer-Encoding: chunked\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
}
