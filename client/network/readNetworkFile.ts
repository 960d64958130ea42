import type { z } from 'zod'
import { formatFault } from '../../files/listFaults.ts'
import { readSettings } from '../../files/readSettings.ts'
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
  const { settings, faults } = await readSettings(file, schema)
  if (faults === undefined) return settings
  throw new NetworkConfigError(faults.map((fault) => formatFault(file, fault)))
}
