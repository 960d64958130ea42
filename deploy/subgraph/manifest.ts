import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AbiEvent } from 'viem'
import { parse } from 'yaml'
import { z } from 'zod'
import {
  type CalledName,
  type ContractName,
  calledNames,
  contractNames,
  formatEvent,
} from './abis.ts'
import { SubgraphBuildError } from './errors.ts'
import { sourceDir } from './paths.ts'

const contract = z.strictObject({
  name: z.enum(contractNames as [ContractName, ...ContractName[]]),
  file: z.string(),
  calls: z.array(z.enum(calledNames as [CalledName, ...CalledName[]])).default([]),
  blockHandler: z.string().optional(),
  events: z.record(z.string(), z.string()),
})

const templateSchema = z.strictObject({
  specVersion: z.string(),
  description: z.string(),
  features: z.array(z.string()),
  indexerHints: z.strictObject({ prune: z.string() }),
  schema: z.strictObject({ file: z.string() }),
  dataSources: z.array(contract),
  templates: z.array(contract),
})

export type Template = z.infer<typeof templateSchema>

/** Reads subgraph.template.yaml. @throws SubgraphBuildError if it is not of the form that is expected. */
export async function readTemplate(): Promise<Template> {
  const file = join(sourceDir, 'subgraph.template.yaml')
  const result = templateSchema.safeParse(parse(await readFile(file, 'utf8')))
  if (!result.success) throw new SubgraphBuildError(`${file}: ${z.prettifyError(result.error)}`)
  return result.data
}

/** What graph-cli and graph-node read, as far as it is used here. */
export interface Manifest {
  dataSources: DataSource[]
  templates: DataSource[]
  [key: string]: unknown
}

export interface DataSource {
  kind: 'ethereum/contract'
  name: string
  network: string
  context?: Record<string, { type: string; data: unknown }>
  source: { abi: string; address?: string; startBlock?: number }
  mapping: {
    kind: 'ethereum/events'
    apiVersion: string
    language: 'wasm/assemblyscript'
    file: string | Link
    entities: string[]
    abis: { name: string; file: string | Link }[]
    blockHandlers?: { handler: string }[]
    eventHandlers: { event: string; handler: string }[]
  }
}

/** A file of a manifest that was deployed to IPFS. */
interface Link {
  '/': string
}

/** The newest version of the mappings' interface that graph-node 0.45 has. */
const apiVersion = '0.0.9'

/** Stands for an address or a network that is not known when the mappings are compiled. */
const unknownAddress = `0x${'0'.repeat(40)}`
const unknownNetwork = 'mainnet'

/**
 * The manifest that graph-cli compiles: no address is real. Paths of the template become relative to a folder from
 * which `toSource` leads to the template's.
 * @throws SubgraphBuildError if the template names an event that its contract does not have.
 */
export function createManifest(
  template: Template,
  events: Record<ContractName, readonly AbiEvent[]>,
  toSource: string,
): Manifest {
  const create = ({
    name,
    file,
    calls,
    blockHandler,
    events: handlers,
  }: Template['templates'][number]) => ({
    kind: 'ethereum/contract' as const,
    name,
    network: unknownNetwork,
    source: { abi: name },
    mapping: {
      kind: 'ethereum/events' as const,
      apiVersion,
      language: 'wasm/assemblyscript' as const,
      file: `${toSource}/${file}`,
      entities: ['SkippedFact'],
      abis: [name, ...calls].map((abi) => ({ name: abi, file: `./abis/${abi}.json` })),
      ...(blockHandler === undefined ? {} : { blockHandlers: [{ handler: blockHandler }] }),
      eventHandlers: Object.entries(handlers).map(([event, handler]) => ({
        event: formatEvent(findEvent(events[name], name, event)),
        handler,
      })),
    },
  })
  return {
    ...template,
    schema: { file: `${toSource}/${template.schema.file}` },
    dataSources: template.dataSources.map((contract) => {
      const dataSource = create(contract)
      return { ...dataSource, source: { ...dataSource.source, address: unknownAddress } }
    }),
    templates: template.templates.map(create),
  }
}

function findEvent(events: readonly AbiEvent[], contract: string, name: string): AbiEvent {
  const [event, ...others] = events.filter((candidate) => candidate.name === name)
  if (event === undefined || others.length > 0) {
    const names = events.map((candidate) => candidate.name).join(', ')
    throw new SubgraphBuildError(`${contract} has no single event ${name}; its events are ${names}`)
  }
  return event
}
