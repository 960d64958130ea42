import { relative, resolve } from 'node:path'
import { findChainName } from '../../client/network/chains.ts'
import type { DeploymentResult } from '../../deploy/contracts/runDeployment.ts'
import { gimbalCommand, workFolder } from '../../files/installation.ts'

/** Where everything is now, who may do what, and the commands that come next. */
export function formatResult({ record, recordFile, roles }: DeploymentResult): string {
  const contracts = Object.entries(record.contracts)
  return [
    ...contracts.map(([name, contract]) => `${name.padEnd(18)}  ${contract?.address}`),
    '',
    ...roles.map(({ fact, isTrue }) => `${isTrue ? 'yes' : 'NO '}  ${fact}`),
    '',
    `Written to ${recordFile}`,
    '',
    ...formatNextSteps(record, recordFile),
    '',
  ].join('\n')
}

function formatNextSteps(record: DeploymentResult['record'], recordFile: string): string[] {
  const { chainId, graphNetwork, rpcUrl, rpcUrlVariable } = record
  const name = findChainName(chainId)
  const network = `--network ${nameNetwork(chainId, recordFile)}`
  const hasNode = rpcUrl !== undefined || rpcUrlVariable !== undefined
  return [
    'Next (docs/deploy.md):',
    ...(hasNode ? [] : ["  export GIMBAL_RPC_URL=...  # the node's URL; it may hold a secret"]),
    `  ${gimbalCommand} doctor ${network}`,
    ...((graphNetwork ?? name) === undefined
      ? [`  # first add "graphNetwork" to that file: graph-node's name for chain ${chainId}`]
      : []),
    `  ${gimbalCommand} subgraph deploy ${network} \\`,
    `    --name gimbal/${name ?? chainId} \\`,
    '    --graph-node http://127.0.0.1:8020 --ipfs http://127.0.0.1:5001',
    '  # a market: fill in a copy of governance/examples/market.yaml, then',
    `  ${gimbalCommand} propose market.yaml ${network}`,
    '  # once it has passed:',
    `  ${gimbalCommand} init replica ${network}`,
  ]
}

/** The chain's id where commands find its file by that, else the path of the file. */
function nameNetwork(chainId: number, recordFile: string): string {
  const places = [process.cwd(), workFolder].map((folder) => {
    return resolve(folder, 'deployments', `${chainId}.json`)
  })
  // Of two such files the first counts.
  if (recordFile === places[0]) return `${chainId}`
  const near = relative(process.cwd(), recordFile)
  return /^[\w./-]+$/.test(near) ? near : `'${near.replaceAll("'", "'\\''")}'`
}
