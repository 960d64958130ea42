import { resolve } from 'node:path'
import type { Hex } from 'viem'
import { nameNode } from '../../deploy/contracts/chain.ts'
import { type DeployConfig, readDeployConfig } from '../../deploy/contracts/deployConfig.ts'
import { DeployConfigError, DeployKeyError } from '../../deploy/contracts/errors.ts'
import { formatArg } from '../../deploy/contracts/formatArg.ts'
import {
  type Deployment,
  type PlannedStep,
  prepareDeployment,
} from '../../deploy/contracts/prepareDeployment.ts'
import { type DeploymentResult, runDeployment } from '../../deploy/contracts/runDeployment.ts'
import { parsePrivateKey, readVariable } from '../../keys/index.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { isHttpUrl } from '../program/isHttpUrl.ts'

const KEY_VARIABLE = 'GIMBAL_DEPLOYER_KEY'

export interface DeployGimbalOptions {
  /** The configuration. */
  file: string
  /** One of the two: a network of the configuration, or the URL of a node. */
  network: string | undefined
  rpc: string | undefined
  /** Where the folder deployments/ is. */
  out: string
  /** Send the transactions; without it the plan is printed and that is all. */
  yes: boolean
  json: boolean
}

/** Plans a deployment, and carries it out if told to. Returns the exit status. */
export async function deployGimbal(options: DeployGimbalOptions): Promise<ExitCode> {
  const { file, network, rpc, out, yes, json } = options
  const config = await readDeployConfig(file)
  const { url, chainIds } = findNode(file, config, network, rpc)
  const key = readKey(yes)
  const deployment = await prepareDeployment({
    config,
    url,
    chainIds,
    root: resolve(out),
    key,
  })
  if (!yes) {
    await writeOutput(process.stdout, json ? toJson(deployment) : formatPlan(deployment))
    return exitCodes.ok
  }
  console.error(formatPlan(deployment))
  const result = await runDeployment(deployment)
  await writeOutput(process.stdout, json ? toJson(deployment, result) : formatResult(result))
  return report(result)
}

function findNode(
  file: string,
  { networks }: DeployConfig,
  name: string | undefined,
  rpc: string | undefined,
): { url: string; chainIds: number[] } {
  if (rpc) {
    return { url: rpc, chainIds: Object.values(networks).map(({ chainId }) => chainId) }
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
  if (!isHttpUrl(url)) {
    throw new DeployConfigError(
      file,
      `networks.${name}: the environment variable ${rpcUrlVariable} holds no http or https URL; set it`,
    )
  }
  return { url, chainIds: [chainId] }
}

function readKey(isNeeded: boolean): Hex | undefined {
  const text = readVariable(process.env, KEY_VARIABLE)
  if (text === undefined) {
    if (!isNeeded) return undefined
    throw new DeployKeyError(
      `the environment variable ${KEY_VARIABLE} is not set; put the deployer's private key there`,
    )
  }
  const key = parsePrivateKey(text)
  if (key !== undefined) return key
  throw new DeployKeyError(
    `the environment variable ${KEY_VARIABLE} holds no private key; put 0x and 64 hex digits there`,
  )
}

function formatPlan({ options, chainId, deployer, coreHash, steps, gasToGo }: Deployment): string {
  const done = steps.filter(({ isDone }) => isDone).length
  return [
    `Chain ${chainId}, ${nameNode(options.url)}`,
    `Deployer: ${deployer ?? `unknown (${KEY_VARIABLE} is not set), so its balance is not checked`}`,
    `Core: ${coreHash}`,
    `${steps.length} transactions in this order, ${done} of them done by an earlier run:`,
    '',
    ...steps.map(formatStep),
    '',
    `Gas to go: ${gasToGo}, as used in a rehearsal inside this process`,
    '',
  ].join('\n')
}

function formatStep(step: PlannedStep, index: number): string {
  const { contract, functionName, args, gas, isDone } = step
  const what = functionName === undefined ? `deploy ${contract}` : `${contract}.${functionName}`
  const lines = Object.entries(args).map(
    ([name, value]) => `      ${name}: ${formatArg(name, value)}`,
  )
  const state = isDone ? 'done' : `${gas} gas`
  return [`${String(index + 1).padStart(3)}. ${what}  (${state})`, ...lines].join('\n')
}

function formatResult({ record, recordFile, roles }: DeploymentResult): string {
  const contracts = Object.entries(record.contracts)
  return [
    ...contracts.map(([name, { address }]) => `${name.padEnd(18)}  ${address}`),
    '',
    ...roles.map(({ fact, isTrue }) => `${isTrue ? 'yes' : 'NO '}  ${fact}`),
    '',
    `Written to ${recordFile}`,
    '',
  ].join('\n')
}

function toJson(deployment: Deployment, result?: DeploymentResult): string {
  const { chainId, deployer = null, coreHash, steps, gasToGo } = deployment
  const plan = steps.map(({ gas, ...step }) => ({ ...step, gas: `${gas}` }))
  const object = { chainId, deployer, coreHash, steps: plan, gasToGo: `${gasToGo}` }
  return `${JSON.stringify(result === undefined ? object : { ...object, ...result })}\n`
}

function report({ roles }: DeploymentResult): ExitCode {
  const wrong = roles.filter(({ isTrue }) => !isTrue)
  for (const { fact } of wrong) console.error(`gimbal: the chain says otherwise: ${fact}`)
  return wrong.length === 0 ? exitCodes.ok : exitCodes.verificationFailed
}
