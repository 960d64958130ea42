import { join, resolve } from 'node:path'
import { nameNode } from '../../deploy/contracts/chain.ts'
import { type DeployConfig, readDeployConfig } from '../../deploy/contracts/deployConfig.ts'
import { DeployConfigError, DeployFailedError } from '../../deploy/contracts/errors.ts'
import { requireBalance } from '../../deploy/contracts/estimateCost.ts'
import {
  type Deployment,
  type DeploymentOptions,
  prepareDeployment,
} from '../../deploy/contracts/prepareDeployment.ts'
import { type DeploymentResult, runDeployment } from '../../deploy/contracts/runDeployment.ts'
import { takeLock } from '../../files/takeLock.ts'
import { findHeldUrlFault } from '../../http/findUrlFault.ts'
import { isLoopback } from '../../http/isLoopback.ts'
import { readVariable } from '../../keys/index.ts'
import { printJson, printNote, printText } from '../io/print.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { formatPlan } from './formatPlan.ts'
import { formatResult } from './formatResult.ts'
import { readDeployerKey } from './readDeployerKey.ts'

export interface DeployGimbalOptions {
  /** The configuration. */
  file: string
  /** One of the two: a network of the configuration, or the URL of a node. */
  network: string | undefined
  rpc: string | undefined
  /** Where the folder deployments/ is. */
  out: string
  /** The deployer's keystore file; without it the environment variable GIMBAL_DEPLOYER_KEY counts. */
  keystore: string | undefined
  /** The reference vault too. */
  vault: boolean
  /** Send the transactions; without it the plan is printed and that is all. */
  yes: boolean
  json: boolean
}

/** Plans a deployment, and with --yes carries it out. Returns the exit status. */
export async function deployGimbal(options: DeployGimbalOptions): Promise<ExitCode> {
  const { file, network, rpc, out, vault: withVault, yes } = options
  const config = await readDeployConfig(file)
  const node = findNode(file, config, network, rpc)
  const key = await readDeployerKey(options.keystore, yes)
  const root = resolve(out)
  const prepared = { config, ...node, root, key, withVault }
  if (!yes) return showPlan(await prepareDeployment(prepared), options)
  const lock = await takeLock(join(root, 'deployments', 'deploy.lock'))
  if ('owner' in lock) {
    throw new DeployFailedError(
      `another \`gimbal deploy\` (process ${lock.owner.pid}) is at work in ${join(out, 'deployments')}; ` +
        'wait until it has ended, or give another folder by --out',
    )
  }
  try {
    return await deploy(prepared, options)
  } finally {
    await lock.release()
  }
}

async function showPlan(deployment: Deployment, { json }: DeployGimbalOptions): Promise<ExitCode> {
  const text = formatPlan(deployment, nameChain(deployment))
  await (json ? printJson(toJson(deployment)) : printText(text.trimEnd()))
  checkBalance(deployment)
  return exitCodes.ok
}

async function deploy(
  prepared: DeploymentOptions,
  { json }: DeployGimbalOptions,
): Promise<ExitCode> {
  const deployment = await prepareDeployment(prepared)
  checkBalance(deployment)
  printNote(formatPlan(deployment, nameChain(deployment)))
  const result = await runDeployment(deployment)
  await (json ? printJson(toJson(deployment, result)) : printText(formatResult(result).trimEnd()))
  return report(result)
}

function checkBalance({ deployer, balanceWei, cost }: Deployment): void {
  if (deployer !== undefined && balanceWei !== undefined) requireBalance(deployer, balanceWei, cost)
}

/** The configuration's name for the chain. */
function nameChain({ options, chainId }: Deployment): string | undefined {
  return Object.entries(options.config.networks).find(([, own]) => own.chainId === chainId)?.[0]
}

function findNode(
  file: string,
  { networks }: DeployConfig,
  name: string | undefined,
  rpc: string | undefined,
): Pick<DeploymentOptions, 'url' | 'chainIds' | 'urlSettings'> {
  if (rpc) {
    const chainIds = Object.values(networks).map(({ chainId }) => chainId)
    return { url: rpc, chainIds, urlSettings: recordUrl(rpc) }
  }
  const network = Object.hasOwn(networks, name ?? '') ? networks[name ?? ''] : undefined
  if (network === undefined) {
    throw new DeployConfigError(
      file,
      `has no network ${name}; give one of ${Object.keys(networks).join(', ')}`,
    )
  }
  const { chainId, rpcUrl, rpcUrlVariable = '' } = network
  const url = rpcUrl ?? readVariable(process.env, rpcUrlVariable) ?? ''
  const fault = findHeldUrlFault(url)
  if (fault !== undefined) {
    throw new DeployConfigError(
      file,
      `networks.${name}: the environment variable ${rpcUrlVariable} ${fault}`,
    )
  }
  const urlSettings = rpcUrl === undefined ? { rpcUrlVariable } : recordUrl(rpcUrl)
  return { url, chainIds: [chainId], urlSettings }
}

/** The network's file is kept in public: only the URL of a node on this machine, without a path, is no secret for sure. */
function recordUrl(url: string): DeploymentOptions['urlSettings'] {
  const { origin, href } = new URL(url)
  return isLoopback(url) && href === `${origin}/` ? { rpcUrl: origin } : undefined
}

function toJson(deployment: Deployment, result?: DeploymentResult): object {
  const {
    options,
    chainId,
    deployer = null,
    balanceWei,
    coreHash,
    blockSource,
    blockTimeMs,
    steps,
    cost,
  } = deployment
  return {
    chainId,
    node: nameNode(options.url),
    deployer,
    coreHash,
    blockSource,
    blockTimeMs: blockTimeMs ?? null,
    steps: steps.map(({ gas, ...step }) => ({ ...step, gas: `${gas}` })),
    gasToGo: `${cost.gas}`,
    feePerGas: `${cost.feePerGas}`,
    likelyWei: `${cost.likelyWei}`,
    neededWei: `${cost.neededWei}`,
    balanceWei: balanceWei === undefined ? null : `${balanceWei}`,
    ...result,
  }
}

function report({ roles }: DeploymentResult): ExitCode {
  const wrong = roles.filter(({ isTrue }) => !isTrue)
  for (const { fact } of wrong) printNote(`gimbal: this is not so on the chain: ${fact}`)
  return wrong.length === 0 ? exitCodes.ok : exitCodes.verificationFailed
}
