import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { SubgraphTargetError } from '../../deploy/subgraph/errors.ts'
import { renderSubgraph } from '../../deploy/subgraph/renderSubgraph.ts'
import { uploadSubgraph } from '../../deploy/subgraph/uploadSubgraph.ts'
import { formatFault } from '../../files/listFaults.ts'
import { readSettings } from '../../files/readSettings.ts'
import { readVariable } from '../../keys/index.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'

interface Target {
  network: string
  /** JSON with `startBlock`, `addresses` and `pools`. */
  deployment: string | undefined
}

/** Writes the compiled index with a network's addresses into a folder. */
export async function renderSubgraphTo(options: Target & { out: string }): Promise<ExitCode> {
  const { network, deployment, out } = options
  await renderSubgraph({ ...(await readDeployment(network, deployment)), network, outDir: out })
  await writeOutput(process.stdout, `${join(out, 'subgraph.yaml')}\n`)
  return exitCodes.ok
}

/** Deploys the index of a network to a graph-node, and prints the deployment's id. */
export async function deploySubgraph(
  options: Target & { name: string; adminUrl: string; ipfsUrl: string },
): Promise<ExitCode> {
  const { network, deployment, name, adminUrl, ipfsUrl } = options
  const outDir = await mkdtemp(join(tmpdir(), 'gimbal-subgraph-'))
  try {
    await renderSubgraph({ ...(await readDeployment(network, deployment)), network, outDir })
    const accessToken = readVariable(process.env, 'GIMBAL_GRAPH_TOKEN', 'token')
    const id = await uploadSubgraph(outDir, name, { adminUrl, ipfsUrl, accessToken })
    await writeOutput(process.stdout, `${id}\n`)
    return exitCodes.ok
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

// What it holds is checked where networks.json is.
async function readDeployment(network: string, file: string | undefined): Promise<object> {
  if (file === undefined) return {}
  const { settings, faults } = await readSettings(file, z.looseObject({}))
  if (settings !== undefined) return settings
  const reasons = faults.map((fault) => formatFault(file, fault))
  throw new SubgraphTargetError(network, reasons.join('\n'))
}
