import { requireUrl } from '../../client/network/network.ts'
import { datasetNames, datasets } from '../../query/index.ts'
import { printNote } from '../io/print.ts'
import { whereArgs } from '../network/networkArgs.ts'
import { readNetworkWithoutNode } from '../network/readNetwork.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { readTime } from '../program/readOptions.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'
import { exportDataset, exportFormats } from './exportDataset.ts'

/** `gimbal export`: what the index holds, as a table. */
export const exportCommand = defineCommand({
  meta: {
    name: 'export',
    description: 'Export what the index holds, at one block; docs/export.md explains the columns',
    examples: [
      'gimbal export observations',
      'gimbal export observations --from 2023-08-17 --to 2023-08-18 --format parquet --output day.parquet',
    ],
  },
  args: {
    dataset: { type: 'positional', required: false, description: datasetNames.join(', ') },
    format: {
      type: 'enum',
      options: [...exportFormats],
      default: 'csv',
      description: 'How; parquet needs --output',
    },
    from: {
      type: 'string',
      valueHint: 'TIME',
      description: 'From this time on: 2023-08-17, 2023-08-17T21:20:00Z, or Unix seconds',
    },
    to: { type: 'string', valueHint: 'TIME', description: 'Before this time' },
    url: {
      type: 'string',
      valueHint: 'URL',
      description: 'Where the subgraph answers (default: as the network says)',
    },
    ...whereArgs,
    output: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Where to (default: standard output)',
    },
  },
  async run({ dataset: name, format, from, to, url: given, output, ...where }) {
    const dataset = chooseOne('dataset', name, datasetNames)
    if (given !== undefined) requireHttpUrl('url', given)
    if (output === '') throw new UsageError('--output is empty; name a file')
    if (format === 'parquet' && output === undefined) {
      throw new UsageError('parquet goes to a file; give --output')
    }
    const fromAt = from === undefined ? 0n : readTime('from', from)
    const toAt = to === undefined ? undefined : readTime('to', to)
    if (toAt !== undefined && toAt <= fromAt) {
      throw new UsageError('--to is not after --from; give a later time')
    }
    const url = given ?? requireUrl(await readNetworkWithoutNode(where), 'graphqlUrl')
    const { rows, block } = await exportDataset({
      dataset: datasets[dataset],
      format,
      fromAt,
      toAt,
      url,
      file: output,
    })
    const place = output === undefined ? '' : ` to ${output}`
    printNote(`gimbal: ${rows} ${dataset}${place}, as of block ${block.number} (${block.hash})`)
    return exitCodes.ok
  },
})
