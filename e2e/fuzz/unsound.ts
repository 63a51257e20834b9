/** A body that any route for rows reads, and accepts or refuses. */
const BODY = '{"data":[[1,2,3,4]]}'
const LENGTH = BODY.length
const HEX = LENGTH.toString(16)
const CHUNKED = `${HEX}\r\n${BODY}\r\n0\r\n\r\n`

/**
 * Requests on which two servers in a row may disagree where they end, by their defect: each must be refused and its
 * connection closed, so that the bytes after it are not taken for a request.
 */
export function unsoundRequests(path: string): ReadonlyMap<string, string> {
  const start = `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n`
  const plain = (headers: string) => `${start}${headers}\r\n${BODY}`
  const inChunks = (headers: string, body = CHUNKED) => `${start}${headers}\r\n${body}`
  const te = 'transfer-encoding: chunked\r\n'
  const cl = `content-length: ${LENGTH}\r\n`
  return new Map([
    ['a space before the colon of content-length', plain(`content-length : ${LENGTH}\r\n`)],
    ['a tab before the colon of content-length', plain(`content-length\t: ${LENGTH}\r\n`)],
    ['a space before the colon of transfer-encoding', inChunks('transfer-encoding : chunked\r\n')],
    ['a space before the colon of another header', plain(`x-a : b\r\n${cl}`)],
    ['content-length twice, the same', plain(cl + cl)],
    ['content-length twice, different', plain(`${cl}content-length: 0\r\n`)],
    ['content-length as a list', plain(`content-length: ${LENGTH}, ${LENGTH}\r\n`)],
    ['content-length with a sign', plain(`content-length: +${LENGTH}\r\n`)],
    ['content-length below zero', plain('content-length: -1\r\n')],
    ['content-length in hexadecimal', plain(`content-length: 0x${HEX}\r\n`)],
    ['content-length beyond 64 bits', plain('content-length: 18446744073709551636\r\n')],
    ['content-length empty', plain('content-length: \r\n')],
    ['content-length before transfer-encoding', inChunks(cl + te)],
    ['content-length after transfer-encoding', inChunks(te + cl)],
    ['content-length 0 and transfer-encoding', inChunks(`content-length: 0\r\n${te}`)],
    ['transfer-encoding in HTTP/1.0', inChunks(te).replace('HTTP/1.1', 'HTTP/1.0')],
    ['transfer-encoding twice', inChunks(te + te)],
    [
      'transfer-encoding as a list that ends in identity',
      inChunks('transfer-encoding: chunked, identity\r\n'),
    ],
    ['transfer-encoding as a list that ends in chunked', inChunks('transfer-encoding: gzip, chunked\r\n')],
    ['transfer-encoding identity', inChunks('transfer-encoding: identity\r\n')],
    ['transfer-encoding unknown', inChunks('transfer-encoding: xchunked\r\n')],
    ['transfer-encoding after a vertical tab', inChunks('transfer-encoding: \x0bchunked\r\n')],
    ['transfer-encoding in quotes', inChunks('transfer-encoding: "chunked"\r\n')],
    ['a folded header', plain(`x-a: b\r\n c\r\n${cl}`)],
    ['a folded content-length', plain(`content-length:\r\n ${LENGTH}\r\n`)],
    ['a folded transfer-encoding', inChunks('transfer-encoding:\r\n chunked\r\n')],
    ['a chunk size with a prefix', inChunks(te, `0x${CHUNKED}`)],
    ['a chunk size with a sign', inChunks(te, `+${CHUNKED}`)],
    ['a chunk size below zero', inChunks(te, `-1\r\n${BODY}\r\n0\r\n\r\n`)],
    ['a chunk size beyond 64 bits', inChunks(te, `1000000000000000${CHUNKED}`)],
    ['a chunk size that is not a number', inChunks(te, `zz\r\n${BODY}\r\n0\r\n\r\n`)],
    ['an empty chunk size', inChunks(te, `\r\n${BODY}\r\n0\r\n\r\n`)],
    ['a chunk that is longer than its size', inChunks(te, `5\r\n${BODY}\r\n0\r\n\r\n`)],
    ['a chunk extension with a bare LF', inChunks(te, CHUNKED.replace('\r\n', ';a\nb\r\n'))],
    ['chunks with bare LFs', inChunks(te, CHUNKED.replaceAll('\r\n', '\n'))],
    ['a trailer', inChunks(te, CHUNKED.replace(/\r\n$/, 'content-length: 5\r\n\r\n'))],
    ['bare LFs', `${start}${cl}\r\n`.replaceAll('\r\n', '\n') + BODY],
    ['one bare LF', plain(`x-a: b\n${cl}`)],
    ['a bare CR', plain(`x-a: b\rtransfer-encoding: chunked\r\n${cl}`)],
    ['a NUL in a value', plain(`x-a: b\0c\r\n${cl}`)],
    ['a NUL in a name', plain(`x\0a: b\r\n${cl}`)],
    ['a header without a name', plain(`: b\r\n${cl}`)],
    ['a line without a colon', plain(`x-a\r\n${cl}`)],
    ['no host', plain(cl).replace('host: a\r\n', '')],
    ['a space in the target', plain(cl).replace(path, `${path} b`)],
    ['HTTP/2.0', plain(cl).replace('HTTP/1.1', 'HTTP/2.0')],
    ['no version', plain(cl).replace(' HTTP/1.1', '')],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])
}
