import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, decodeFunctionData, keccak256 } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { evidenceCheckerAbi, provenReporterAbi, riskParametersAbi } from '../../../abi/index.ts'
import { createPushErrand } from '../../../bot/submit/pushErrand.ts'
import { findChecker } from '../../../client/evidence/findChecker.ts'
import { findStandInHeader } from '../../../client/evidence/findStandInHeader.ts'
import type { Observation } from '../../../core/index.ts'
import { fromAbiConfig, toBigints } from '../../../governance/index.ts'
import { fundVaults } from '../../../stack/demo/fundVaults.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { type ChainClient, createChainClient, send } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { createReport, createTypedReport } from '../../../verify/report.ts'
import { fill } from '../../bot/support/defaultInput.ts'
import { sortByAddress } from '../../integration/support/actor.ts'
import { readKey } from '../doctor/support/doctorStack.ts'
import { runGimbal } from '../support/runGimbal.ts'

const patience = 300_000
const START_AT = 1_692_302_400n

let folder: string
let stack: Stack
let client: ChainClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-evidence-'))
  stack = await startStack({ index: false, folder, genesisAt: START_AT })
  client = createChainClient(stack.urls.rpc)
  // Half an hour of memory, and blocks before the next one.
  await client.mine({ blocks: 200, interval: 12 })
}, patience)

afterAll(async () => {
  await stack?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

beforeEach(() => {
  vi.stubEnv('GIMBAL_DEPLOYER_KEY', readKey(localAccounts.deployer))
  vi.stubEnv('GIMBAL_KEY', readKey(localAccounts.voters[0]))
  return () => vi.unstubAllEnvs()
})

const deploy = (...more: string[]) =>
  runGimbal(['deploy', '--evidence', 'weth-usd', '--dir', folder, ...more])

/** Deploys, and proposes the draft that comes with it; the page that voters read. */
async function proposeContract(...more: string[]) {
  const draft = join(folder, `reporters-${more.join('')}.yaml`)
  const deployed = await deploy('--yes', '--json', '--draft', draft, ...more)
  expect(deployed.stderr).toContain('Sent: 0x')
  const { address } = JSON.parse(deployed.stdout) as { address: Address }
  const proposed = await runGimbal(['propose', draft, '--dir', folder, '--yes', '--json'])
  expect(proposed.status).toBe(0)
  const { proposalId } = JSON.parse(proposed.stdout) as { proposalId: string }
  return { address, draft, show: () => showPage(proposalId) }
}

async function showPage(proposalId: string): Promise<string> {
  const { stdout } = await runGimbal(['proposals', 'show', proposalId, '--dir', folder])
  return stdout
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ')

describe('gimbal deploy --evidence', { timeout: patience }, () => {
  test('default: shows the contract, its settings and cost, and sends nothing', async () => {
    const sent = () => client.getTransactionCount({ address: localAccounts.deployer.address })
    const before = await sent()
    const { stdout, status } = await deploy()
    expect(status).toBe(0)
    expect(stdout).toMatch(/^deploy ProvenReporter {2}\(\d+ gas\)$/m)
    expect(stdout).toContain('varianceCap: 512')
    expect(stdout).toContain(stack.addresses.venue.pool)
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true)
    expect(await sent()).toBe(before)
  })

  test('P-180 default: its draft moves the market from signed to proven, and voters read by what', async () => {
    const { address, draft, show } = await proposeContract('--lean', '--fee-ages', '30-300')
    const settings = await client.readContract({
      address,
      abi: provenReporterAbi,
      functionName: 'settings',
    })
    expect(settings).toMatchObject({
      riskParameters: stack.addresses.governance.riskParameters,
      isLean: true,
      valuesHoldings: false,
      varianceCap: 512,
      minFeeAgeBlocks: 30,
      maxFeeAgeBlocks: 300,
    })
    expect(await readFile(draft, 'utf8')).toContain(address)
    const page = oneLine(await show())
    expect(page).toContain('evidence that the market takes: signed -> proven')
    expect(page).toContain(`${address} measures alone`)
    expect(page).toContain('code: what this build makes of these settings, byte for byte')
    expect(page).toContain('30 to 300 blocks before')
    expect(page).toContain('remembers: nothing yet')
    expect(page).toMatch(/ring: 0x\w{40} keeps \d+ entries/)
    expect(page).not.toContain('!!')

    // What holds nothing cannot be measured.
    await fundVaults(stack, [stack.addresses.vault], 1_000_000_000_000n)
    await client.impersonateAccount({ address: localAccounts.operator.address })
    const call = { address, abi: provenReporterAbi, functionName: 'measure', args: [0n] } as const
    const hash = await client.writeContract({
      ...call,
      account: localAccounts.operator,
      chain: null,
    })
    await client.waitForTransactionReceipt({ hash })
    expect(oneLine(await show())).toMatch(
      /remembers: variance 0\.\d+ a year, usual depth \$[\d,]+,/,
    )

    const code = (await client.getCode({ address })) ?? '0x'
    await client.setCode({ address, bytecode: `${code}00` })
    const warned = oneLine(await show())
    expect(warned).toContain(`DANGER: the code of ${address} is not what this build makes`)
    await client.setCode({ address, bytecode: code })
  })

  test('P-180 behavior: a checker stands beside the signers, and voters read how far they may differ', async () => {
    const { address, show } = await proposeContract('--kind', 'both', '--tolerances', 'depth=7.5')
    const tolerances = await client.readContract({
      address,
      abi: evidenceCheckerAbi,
      functionName: 'tolerances',
    })
    expect(tolerances.depthPips).toBe(75_000)
    const page = oneLine(await show())
    expect(page).toContain('evidence that the market takes: signed -> both')
    expect(page).toContain(`${address} confirms what is signed`)
    expect(page).toContain('depth 7.5 %')
    expect(page).toContain('code: what this build makes of these settings, byte for byte')
  })

  test('P-179 behavior: what a replica sends of a signed report is confirmed, and counts', async () => {
    const { address: checker } = JSON.parse(
      (await deploy('--yes', '--json', '--kind', 'both')).stdout,
    ) as { address: Address }
    const { timelock, riskParameters } = stack.addresses.governance
    const signers = sortByAddress(localAccounts.reporters)
    const reporters = sortByAddress([...signers, { address: checker }])
    await client.impersonateAccount({ address: timelock })
    await client.setBalance({ address: timelock, value: 10n ** 18n })
    await send(client, timelock, {
      address: riskParameters,
      abi: readArtifact('RiskParameters').abi,
      functionName: 'setReporters',
      args: [LOCAL_MARKET_ID, reporters.map(({ address }) => address), 4],
    })
    const onChecker = { address: checker, abi: evidenceCheckerAbi } as const
    const { operator } = localAccounts
    await send(client, operator, { ...onChecker, functionName: 'measure', args: [0n] })
    await client.mine({ blocks: 50, interval: 12 })

    const call = { address: riskParameters, abi: riskParametersAbi } as const
    const args = [LOCAL_MARKET_ID] as const
    const config = fromAbiConfig(
      await client.readContract({ ...call, functionName: 'marketConfig', args }),
    )
    const block = await client.getBlock()
    expect(await findChecker(client, config, block.number)).toBe(checker)
    const state = await client.readContract({ ...call, functionName: 'marketState', args })
    const measured = await client.readContract({ ...onChecker, functionName: 'observe' })
    const observation = toBigints(measured) as Observation
    const report = createReport({
      marketId: LOCAL_MARKET_ID,
      config: state.config,
      observation,
      block,
    })
    const typed = createTypedReport({ chainId: stack.chainId, riskParameters }, report)
    const signatures = await Promise.all(signers.map((one) => one.signTypedData(typed)))
    const errand = createPushErrand({ riskParameters })
    const target = fill(0n)
    const alone = errand.toCall({ report, signatures, target })
    await expect(client.call({ ...alone, account: operator })).rejects.toThrow()
    const hash = await client.sendTransaction({
      ...errand.toCall({ report, signatures, target, checker }),
      account: operator,
      chain: null,
    })
    const { status } = await client.waitForTransactionReceipt({ hash })
    expect(status).toBe('success')
    const { observedAt } = await client.readContract({
      ...call,
      functionName: 'marketState',
      args,
    })
    expect(BigInt(observedAt)).toBe(block.timestamp)

    // After a long pause no kept base fee fits: a header stands in.
    const soon = (await client.getBlock()).number
    expect(await findStandInHeader(client, checker, soon)).toBeUndefined()
    await client.mine({ blocks: 400, interval: 12 })
    const late = (await client.getBlock()).number
    const header = await findStandInHeader(client, checker, late)
    const { minFeeAgeBlocks } = await client.readContract({
      ...onChecker,
      functionName: 'settings',
    })
    expect(keccak256(header ?? '0x')).toBe(
      (await client.getBlock({ blockNumber: late - BigInt(minFeeAgeBlocks) })).hash,
    )
    const { data } = errand.toCall({ report, signatures, target, checker, header })
    const sent = decodeFunctionData({ abi: evidenceCheckerAbi, data })
    expect([sent.functionName, sent.args?.at(-1)]).toEqual(['pushWithHeader', header])
  })

  test('behavior: a contract that only says that it measures is a danger', async () => {
    // Answers every call with 1.
    const fake: Address = '0x000000000000000000000000000000000000fa4e'
    await client.setCode({ address: fake, bytecode: '0x60015f5260205ff3' })
    const draft = join(folder, 'fake.yaml')
    const lines = [
      'gimbal: 1',
      'title: Measured on chain',
      'changes:',
      '  - change: reporters',
      '    market: weth-usd',
      '    rationale: Trust me.',
      `    reporters: ["${fake}"]`,
      '    threshold: 1',
    ]
    await writeFile(draft, lines.join('\n'))
    const proposed = await runGimbal(['propose', draft, '--dir', folder, '--yes', '--json'])
    const page = oneLine(await showPage(JSON.parse(proposed.stdout).proposalId))
    expect(page).toContain('says that it is a contract of evidence, and answers as none')
  })

  test('error: a market whose averages would start at whatever is measured first', async () => {
    const { governance } = stack.addresses
    const id = await client.snapshot()
    await client.impersonateAccount({ address: governance.timelock })
    await client.setBalance({ address: governance.timelock, value: 10n ** 18n })
    // Its source without start figures.
    const { riskParameters } = governance

    const config = await client.readContract({
      address: riskParameters,
      abi: riskParametersAbi,
      functionName: 'marketConfig',
      args: [LOCAL_MARKET_ID],
    })
    const source = { ...config.source, startVarianceWad: 0n, startDepthRefUsd6: 0n }
    await send(client, governance.timelock, {
      address: riskParameters,
      abi: readArtifact('RiskParameters').abi,
      functionName: 'setSource',
      args: [LOCAL_MARKET_ID, source],
    })
    const { stderr, status } = await deploy()
    expect(status).not.toBe(0)
    expect(oneLine(stderr)).toContain('has no startVarianceWad, no startDepthRefUsd6')
    await client.revert({ id })
  })
})
