import { describe, expect, test } from 'bun:test'
import { Type } from '@sinclair/typebox'
import {
  type Environment,
  misspeltOptions,
  portOption,
  readConfig,
  refuseRenamed,
  serverOptions,
} from './config.ts'
import { StartupError } from './startup-error.ts'

const Options = Type.Object({
  NAME: Type.String({ minLength: 1, description: 'who' }),
  PORT: portOption('where', 9000),
  OTHER_PORT: Type.Optional(portOption('where else')),
  SHARE: Type.Number({ minimum: 0, maximum: 1, default: 0.5, description: 'how much' }),
  LOUD: Type.Boolean({ default: false, description: 'how loud' }),
  ...serverOptions,
})
const read = (environment: Environment) => readConfig(Options, { NAME: 'rose', ...environment })

function messageOf(environment: Environment): string {
  try {
    read(environment)
  } catch (error) {
    if (error instanceof StartupError) return error.message
    throw error
  }
  throw new Error('it was accepted')
}

describe('readConfig', () => {
  test('takes the defaults, and leaves out what is optional', () => {
    expect(read({})).not.toHaveProperty('OTHER_PORT')
    expect(read({})).toMatchObject({
      NAME: 'rose',
      PORT: 9000,
      SHARE: 0.5,
      LOUD: false,
      HOST: '127.0.0.1',
      MAX_BODY_BYTES: 1_048_576,
      DRAIN_MS: 10_000,
      REUSE_PORT: false,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'auto',
    })
  })

  test('turns text into numbers, and no more than the schema names', () => {
    expect(
      read({ PORT: '0', OTHER_PORT: '65535', SHARE: '0.25', LOG_LEVEL: 'silent', PATH: '/bin' }),
    ).toMatchObject({
      PORT: 0,
      OTHER_PORT: 65_535,
      SHARE: 0.25,
      LOG_LEVEL: 'silent',
    })
    expect(read({ PATH: '/bin' })).not.toHaveProperty('PATH')
  })

  test('reads true and false', () => {
    expect([read({ LOUD: 'true' }).LOUD, read({ LOUD: 'false' }).LOUD]).toEqual([true, false])
  })

  test('counts an empty variable as unset', () => {
    expect(read({ PORT: '', OTHER_PORT: '' })).toMatchObject({ PORT: 9000 })
    expect(messageOf({ NAME: '' })).toBe('NAME is not set, expected a string (who)')
  })

  test.each<[Environment, string]>([
    [{ NAME: undefined }, 'NAME is not set, expected a string (who)'],
    [{ PORT: 'abc' }, 'PORT is "abc", expected a whole number from 0 to 65535 (where)'],
    [{ PORT: '80.5' }, 'PORT is "80.5", expected a whole number from 0 to 65535 (where)'],
    [{ PORT: '-1' }, 'PORT is "-1", expected a whole number from 0 to 65535 (where)'],
    [{ PORT: '65536' }, 'PORT is "65536", expected a whole number from 0 to 65535 (where)'],
    [{ PORT: '80 ' }, 'PORT is "80 ", expected a whole number from 0 to 65535 (where)'],
    [{ PORT: '0x50' }, 'PORT is "0x50", expected a whole number from 0 to 65535 (where)'],
    [{ PORT: 'true' }, 'PORT is "true", expected a whole number from 0 to 65535 (where)'],
    [{ OTHER_PORT: 'x' }, 'OTHER_PORT is "x", expected a whole number from 0 to 65535 (where else)'],
    [{ SHARE: '1.5' }, 'SHARE is "1.5", expected a number from 0 to 1 (how much)'],
    [{ SHARE: 'NaN' }, 'SHARE is "NaN", expected a number from 0 to 1 (how much)'],
    [
      { MAX_BODY_BYTES: '0' },
      'MAX_BODY_BYTES is "0", expected a whole number of at least 1 (maximum size of a request body, in bytes)',
    ],
    [{ LOUD: '1' }, 'LOUD is "1", expected true or false (how loud)'],
    [{ LOG_LEVEL: 'INFO' }, 'LOG_LEVEL is "INFO", expected one of debug, info, warn, error, silent'],
  ])('says what is wrong: %j', (environment, message) => {
    expect(messageOf(environment)).toBe(message)
  })
})

describe('misspeltOptions', () => {
  const options = ['MODE', 'PORT', 'HOST', 'DEADLINE_MS', 'LOG_LEVEL', 'LOG_FORMAT', 'PARTIAL']

  test.each([
    ['DEADLIN_MS', 'DEADLINE_MS'],
    ['DEADLINEMS', 'DEADLINE_MS'],
    ['deadline_ms', 'DEADLINE_MS'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
    ['PARTAIL', 'PARTIAL'],
  ])('%s may be meant for %s', (variable, option) => {
    expect(misspeltOptions({ [variable]: '1' }, options)).toEqual([[variable, option]])
  })

  test('variables of other programs, empty ones and the options themselves are left alone', () => {
    const others = [
      'PATH',
      'HOME',
      'HOSTNAME',
      'MODEL',
      'NODE_ENV',
      'LANG',
      'TERM',
      'LOGNAME',
      'SSH_TTY',
      'PWD',
      'OTEL_LOG_LEVEL',
    ]
    const environment = Object.fromEntries([...others, ...options].map((name) => [name, 'x']))
    expect(misspeltOptions({ ...environment, DEADLIN_MS: '' }, options)).toEqual([])
  })
})

test('an option that has another name now is refused with the new one', () => {
  const renamed = { OLD_MS: 'NEW_MS' }
  expect(() => refuseRenamed({ OLD_MS: '1' }, renamed)).toThrow(
    'OLD_MS is now called NEW_MS; set that instead',
  )
  expect(() => refuseRenamed({ OLD_MS: '', NEW_MS: '1' }, renamed)).not.toThrow()
})
