export { reportCommand, runReport } from './report-command.ts'
export { ReportError } from './report-error.ts'
