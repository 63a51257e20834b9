import { cancel, isCancel, select, text } from '@clack/prompts'
import type { CreateArguments, Template } from './create-command.ts'

/** What the arguments leave open. */
export type Answers = { folder: string; template: Template; from: string | undefined }

export const DEFAULT_FOLDER = 'my-ensemble'

/** Without a terminal, and with --yes. */
export function defaultAnswers({
  operands: [folder = DEFAULT_FOLDER],
  from,
  template,
}: CreateArguments): Answers {
  return { folder, from, template: template ?? (from === undefined ? 'iris' : 'empty') }
}

/**
 * Asks for what the arguments leave open.
 * @returns undefined when the user cancels
 */
export async function askFor(args: CreateArguments): Promise<Answers | undefined> {
  const [folder = await text({ message: 'Where?', initialValue: DEFAULT_FOLDER, validate: needText })] =
    args.operands
  if (isCancel(folder)) return cancelled()
  if (args.from !== undefined || args.template !== undefined)
    return defaultAnswers({ ...args, operands: [folder] })
  const start = await select({
    message: 'With which models?',
    options: [
      { value: 'from', label: 'mine', hint: '.onnx files' },
      { value: 'iris', label: 'an example', hint: 'iris, three classifiers' },
      { value: 'empty', label: 'none yet' },
    ] as const,
  })
  if (isCancel(start)) return cancelled()
  if (start !== 'from') return { folder, template: start, from: undefined }
  const from = await text({
    message: 'Where are they?',
    placeholder: './onnx, or FILE.onnx',
    validate: needText,
  })
  return isCancel(from) ? cancelled() : { folder, template: 'empty', from }
}

const needText = (given: string | undefined) => (given?.trim() ? undefined : 'Write the name of a folder.')

function cancelled(): undefined {
  cancel('Nothing was written.')
}
