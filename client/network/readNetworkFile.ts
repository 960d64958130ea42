import type { z } from 'zod'
import { FileError } from '../../files/errors.ts'
import { parseYaml, YamlSyntaxError } from '../../files/parseYaml.ts'
import { readTextFile } from '../../files/readTextFile.ts'
import { NetworkConfigError } from './errors.ts'
import {
  gimbalFileSchema,
  type NetworkEntry,
  type NetworkFile,
  networkFileSchema,
} from './schema.ts'

/**
 * Reads the file of a network, such as `deployments/1.json`.
 *
 * @throws NetworkConfigError with every place that is wrong and its line; also if the file is not there.
 */
export function readNetworkFile(file: string): Promise<NetworkFile> {
  return readWith(file, networkFileSchema)
}

/**
 * Reads networks by their names, such as `gimbal.yaml`.
 *
 * @throws NetworkConfigError as `readNetworkFile` does.
 */
export async function readGimbalFile(file: string): Promise<Record<string, NetworkEntry>> {
  return (await readWith(file, gimbalFileSchema)).networks
}

async function readWith<Output>(file: string, schema: z.ZodType<Output>): Promise<Output> {
  const { value, findLine } = await readYaml(file)
  const { data, error } = schema.safeParse(value)
  if (error === undefined) return data
  const problems = error.issues.map((issue) => {
    const isUnknown = issue.code === 'unrecognized_keys'
    const path = isUnknown ? [...issue.path, issue.keys[0] ?? ''] : issue.path
    const message = isUnknown
      ? `is unknown here (${issue.keys.join(', ')}); correct or remove it`
      : describeIssue(issue, getAt(value, path))
    const place = path.map(String).join('.') || 'the file'
    return `line ${findLine(path)}: ${place}: ${message}`
  })
  throw new NetworkConfigError(`${file}: ${problems.join(`\n${file}: `)}`)
}

function describeIssue({ code, message }: z.core.$ZodIssue, got: unknown): string {
  if (got === undefined && code !== 'custom') return 'is missing; add it'
  return message.replace(/^Invalid input: /, '')
}

function getAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined | null)?.[key],
    root,
  )
}

async function readYaml(file: string) {
  try {
    return parseYaml(await readTextFile(file))
  } catch (cause) {
    if (cause instanceof FileError) throw new NetworkConfigError(cause.message, { cause })
    if (!(cause instanceof YamlSyntaxError)) throw cause
    throw new NetworkConfigError(`${file}: ${cause.message}; give YAML or JSON`, { cause })
  }
}
