import { TableError } from './table-error.ts'

type OtherFile = readonly [begins: string | RegExp, is: string, advice: string]

/** Files that people take for a table, by their first characters, one character a byte. */
const OTHER_FILES: readonly OtherFile[] = [
  ['version https://git-lfs.', 'a Git LFS pointer, not the file itself', 'run "git lfs pull"'],
  [
    /^(?:\xef\xbb\xbf|\ufeff)?\s*<(?:!doctype\s+html|html|head|body|!--)/i,
    'an HTML page, such as a sign-in or error page',
    'download the file again',
  ],
  [/^(?:\xef\xbb\xbf|\ufeff)?\s*<\?xml/i, 'XML', 'convert it to CSV'],
  ['PK\x03\x04', 'an Excel workbook or another zip archive', 'save the sheet as "CSV UTF-8", or unzip it'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook', 'save the sheet as "CSV UTF-8"'],
  ['PAR1', 'a Parquet file', 'convert it to CSV or NDJSON'],
  ['ARROW1', 'an Arrow file', 'convert it to CSV or NDJSON'],
  ['SQLite format 3', 'an SQLite database', 'export the table as CSV'],
  ['\x89HDF', 'an HDF5 file', 'convert it to CSV or NDJSON'],
  ['%PDF-', 'a PDF', 'export the table as CSV'],
  ['\x28\xb5\x2f\xfd', 'compressed with zstd', 'decompress it (zstd -d); only gzip is read'],
  [/^BZh\d/, 'compressed with bzip2', 'decompress it (bunzip2); only gzip is read'],
  ['\xfd7zXZ', 'compressed with xz', 'decompress it (unxz); only gzip is read'],
]

/**
 * Refuses a file that is known to be something else, by its beginning.
 * @param head one character a byte, or decoded text
 * @throws TableError that names what it is and what to do
 */
export function refuseOtherFiles(head: string) {
  const found = OTHER_FILES.find(([begins]) =>
    typeof begins === 'string' ? head.startsWith(begins) : begins.test(head),
  )
  if (found !== undefined) throw new TableError(`it is ${found[1]}; ${found[2]}`)
  if (head.includes('\0')) {
    throw new TableError(
      'it contains NUL characters, so it is binary or UTF-16 without a byte order mark; save it as UTF-8',
    )
  }
}
