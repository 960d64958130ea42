import { describe, expect, test } from 'vitest'
import { observationFields, parameterFields } from '../../core/index.ts'
import { datasets } from '../../query/index.ts'

const prefixed = (prefix: string) =>
  parameterFields.map((field) => `${prefix}${field.charAt(0).toUpperCase()}${field.slice(1)}`)

describe('datasets', () => {
  test("default: observations and updates have the core's fields in the core's order", () => {
    const evidence = (name: keyof typeof datasets) => {
      const names = datasets[name].columns.map((column) => column.name)
      const first = names.indexOf(observationFields[0])
      return [names.slice(first, first + observationFields.length), names] as const
    }
    const [observed, observationNames] = evidence('observations')
    const [reported, updateNames] = evidence('updates')
    expect(observed).toEqual(observationFields)
    expect(reported).toEqual(observationFields)
    expect(observationNames.slice(-parameterFields.length)).toEqual(prefixed('target'))
    const vectors = ['target', 'old', 'new'].flatMap(prefixed)
    expect(updateNames.slice(-vectors.length - 2)).toEqual([
      ...vectors,
      'largestTargetPips',
      'limits',
    ])
  })

  test.each(Object.values(datasets))(
    'behavior: no two columns of $name share a name',
    (dataset) => {
      const names = dataset.columns.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    },
  )
})
