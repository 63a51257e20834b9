import { ManifestError } from '@sepal/ensemble'
import { copyClassifier } from '../src/model/classifier-files.ts'
import { ContractError } from '../src/model/contract-error.ts'

// The folder of an image: `bun packages/classifier/build/main.ts FROM CLASSIFIER TO`.

const [from = '', name = '', to = ''] = process.argv.slice(2)
try {
  console.log((await copyClassifier(from, name, to)).join('\n'))
} catch (error) {
  if (!(error instanceof ContractError || error instanceof ManifestError || error instanceof RangeError))
    throw error
  console.error(error.message)
  process.exitCode = 1
}
