export {
  type AnswerColumns,
  type AnsweringClassifier,
  type ClassifierAnswer,
  classifierColumns,
  decisionColumns,
} from './answer-columns.ts'
export { type BadLine, type Block, type Position, readBlocks, SHOWN } from './blocks.ts'
export { quotedCell } from './cell-splitter.ts'
export { numberIn } from './cells/number.ts'
export { type Codec, encodingOf, isGzip, plainText, textOfFile } from './codec.ts'
export { checkNewColumns, columnsOf, type Match, matchColumns } from './columns.ts'
export { type Cell, type Feature, isKind, type Kind } from './feature.ts'
export { inOrder } from './in-order.ts'
export { openTable } from './open-table.ts'
export { refuseOtherFiles } from './other-files.ts'
export { rowsIn } from './rows-in.ts'
export type { NewColumn, NewValue, Read, ReadRow, Table } from './table.ts'
export { TableError } from './table-error.ts'
