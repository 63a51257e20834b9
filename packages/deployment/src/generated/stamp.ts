const STAMP = /^# sepal-checksum: ([0-9a-f]+)$/m

/** What a file is: as it was generated, edited since, or of somebody else. */
export type Origin = 'generated' | 'edited' | 'foreign'

/**
 * A generated file, with a head that says how it was made and a checksum that tells whether it was edited since.
 * @param head lines of the comment
 */
export function stamped(head: readonly string[], body: string): string {
  const comment = head.map((line) => `# ${line}\n`).join('')
  return `${comment}# sepal-checksum: ${checksumOf(comment + body)}\n${body}`
}

/** Whether a line is the checksum's. */
export function isStamp(line: string): boolean {
  return STAMP.test(line)
}

/** What a file is, by its stamp. */
export function originOf(text: string): Origin {
  // Git may have changed the line breaks.
  const plain = text.replaceAll('\r\n', '\n')
  const [line, checksum] = STAMP.exec(plain) ?? []
  if (line === undefined) return 'foreign'
  return checksumOf(plain.replace(`${line}\n`, '')) === checksum ? 'generated' : 'edited'
}

function checksumOf(text: string): string {
  return new Bun.CryptoHasher('sha256').update(text).digest('hex').slice(0, 16)
}
