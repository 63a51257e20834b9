import { describeRefusals } from '@sepal/server/testing'
import { RunningClassifier } from '../test/running-classifier.ts'

const maxBodyBytes = 1_048_576

describeRefusals('a classifier', {
  start: () => RunningClassifier.start('setosa', { maxBodyBytes }),
  path: '/predict',
  row: [5.1, 3.5, 1.4, 0.2],
  maxBodyBytes,
})
