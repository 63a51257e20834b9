import { subcommand } from '@sepal/command-line'
import { ReportError, reportCommand, runReport } from '@sepal/report'

export const report = subcommand(reportCommand, runReport, { expected: [ReportError] })
