import { describe, expect, test } from 'vitest'
import type { BacktestFlags } from '../../../../cli/backtest/flags.ts'
import { readPlace, readWorkerPlace } from '../../../../cli/backtest/shards/readPlace.ts'
import { UsageError } from '../../../../cli/program/errors.ts'

const url = 'postgresql://somebody:hunter2@db.example/backtests'
const read = (flags: Partial<BacktestFlags>, env = {}) =>
  readPlace({ seed: '1', network: 'local', ...flags }, env)
const readWorker = (flags: Partial<BacktestFlags>, env = {}) =>
  readWorkerPlace({ seed: '1', network: 'local', ...flags }, env)

describe('readPlace', () => {
  test('default', () => {
    expect(read({})).toBeUndefined()
    expect(read({}, { GIMBAL_QUEUE: url })).toBeUndefined()
    expect(read({ store: 'parts' })).toEqual({
      store: 'parts',
      queue: undefined,
      workers: 0,
      share: undefined,
    })
    expect(read({ store: 's3://a', queue: url, workers: '3' })).toMatchObject({
      queue: url,
      workers: 3,
    })
    expect(read({ store: 'parts' }, { GIMBAL_QUEUE: url })).toMatchObject({ queue: url })
    expect(read({ store: 'parts', shard: '2/7' }, { GIMBAL_QUEUE: url })).toMatchObject({
      queue: undefined,
      share: { share: 2, shares: 7 },
    })
  })

  test.each([
    [{ workers: '2' }, '--workers needs --store'],
    [{ shard: '1/2' }, '--shard needs --store'],
    [{ queue: url }, '--queue needs --store'],
    [{ store: ' ' }, '--store is empty'],
    [{ store: 'a', workers: '0' }, '--workers is 0; give a whole number from 1 to 64'],
    [{ store: 'a', workers: '1.5' }, '--workers is 1.5'],
    [{ store: 'a', shard: '0/2' }, '--shard is 0/2; give I/N'],
    [{ store: 'a', shard: '3/2' }, '--shard is 3/2'],
    [{ store: 'a', shard: '1' }, '--shard is 1;'],
    [{ store: 'a', shard: '1/2', queue: url }, '--shard is for schedulers without a queue'],
    [{ store: 'a', shard: '1/2', workers: '1' }, 'remove --queue and --workers'],
    [{ store: 'a', queue: 'mysql://root:hunter2@db' }, '--queue is no postgresql URL'],
  ])('error: %j', (flags, message) => {
    expect(() => read(flags)).toThrow(UsageError)
    expect(() => read(flags)).toThrow(message)
    expect(() => read(flags)).not.toThrow(/hunter2/)
  })
})

describe('readWorkerPlace', () => {
  test('default', () => {
    expect(readWorker({ store: 'parts', queue: url })).toEqual({ store: 'parts', queue: url })
    expect(readWorker({ store: 'parts' }, { GIMBAL_QUEUE: url })).toMatchObject({ queue: url })
  })

  test('error: without a queue or a store', () => {
    expect(() => readWorker({ store: 'parts' }, { GIMBAL_QUEUE: '' })).toThrow(
      'work needs --queue, a postgresql URL, or GIMBAL_QUEUE',
    )
    expect(() => readWorker({ queue: url })).toThrow('work needs --store')
  })
})
