import { writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { parse } from 'yaml'
import { listVariables } from '../../bot/listVariables.ts'
import { connect } from '../../client/connect.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import { printText } from '../io/print.ts'
import type { Network } from '../network/readNetwork.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { InitError } from './errors.ts'
import { formatReplica } from './formatReplica.ts'

export interface InitReplicaOptions {
  network: Network
  name: string
  /** The file to write; it must not exist. */
  out: string
  keystore: string | undefined
}

/**
 * Writes a replica's configuration for the markets that a network has, and says what is to be set before it can run.
 *
 * @throws InitError if there is no market yet, or the file exists or cannot be written.
 */
export async function initReplica(options: InitReplicaOptions): Promise<ExitCode> {
  const { network, name, out, keystore } = options
  if (!/^[a-z0-9-]{1,31}$/.test(name)) {
    throw new UsageError(`--name is ${name}; give 1 to 31 of a-z, 0-9 and -`)
  }
  const client = await connect(network.rpcUrl, network.chainId)
  const { riskParameters } = network.addresses
  const { markets } = await readMarkets(client, riskParameters, network.startBlock)
  if (markets.size === 0) {
    throw new InitError(
      `the network ${network.name} has no market yet; propose one first (governance/examples/market.yaml)`,
    )
  }
  // The replica looks for it from its configuration's folder.
  const near = keystore && relative(dirname(resolve(out)), resolve(keystore))
  const text = formatReplica({ name, network, markets, keystore: near })
  await writeNew(out, text)
  const variables = new Set(listVariables(parse(text)).map((variable) => variable.name))
  const lines = [
    `Written to ${out}. Set these environment variables:`,
    ...[...variables].map((variable) => `  ${variable}`),
    ...(keystore === undefined ? [] : ["  GIMBAL_KEYSTORE_PASSWORD  # the keystore's"]),
    'then',
    `  npm run -s gimbal -- doctor --config ${out}`,
    `  npm run -s gimbal -- bot run --config ${out}`,
  ]
  await printText(lines.join('\n'))
  return exitCodes.ok
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new InitError(
      code === 'EEXIST'
        ? `${file} exists already and was not changed; name another file by --out, or move it away`
        : `cannot write ${file} (${code ?? message}); name another file by --out`,
      { cause },
    )
  }
}
