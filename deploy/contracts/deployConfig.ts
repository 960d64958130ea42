import { parseEther, zeroAddress } from 'viem'
import { z } from 'zod'
import type { Fault } from '../../files/listFaults.ts'
import { readSettings } from '../../files/readSettings.ts'
import { addressSetting, httpUrlSetting } from '../../files/settings.ts'
import { parseMarket } from '../../governance/index.ts'
import { DeployConfigError } from './errors.ts'

const address = addressSetting.refine(
  (value) => value !== zeroAddress,
  'is the zero address; give the address of an account',
)

// YAML and JSON may have it as a number.
const tokens = z
  .union([z.string(), z.number().transform(String)], 'give a number of tokens such as "1000.5"')
  .refine((text) => /^\d{1,12}(\.\d{1,18})?$/.test(text), {
    error: 'is not a number of tokens; give one such as "1000.5"',
    abort: true,
  })
  .transform((text) => parseEther(text))

const seconds = (min: number, max: number) =>
  z.int().min(min, `must be ${min} s or more`).max(max, `must be ${max} s or less`)

const year = 31_536_000
const day = 86_400

const pips = (min: number, max: number) =>
  z.int().min(min, `must be ${min} or more`).max(max, `must be ${max} or less`)

/** The reference vault; the domains are those of contracts/interfaces/IRebalancingVault.sol. */
const vaultSchema = z
  .strictObject({
    name: z.string().min(1, 'is empty; give the name of the share token'),
    symbol: z.string().min(1, 'is empty; give the symbol of the share token'),
    market: z.string().transform((text, context) => {
      const id = parseMarket(text)
      if (id !== undefined) return id
      context.addIssue({ code: 'custom', message: 'is no market; give its name or its id' })
      return z.NEVER
    }),
    /** Of Uniswap v3; it has to know a pool of the two tokens with the fee. */
    factory: address,
    quoteToken: address,
    riskyToken: address,
    poolFeePips: pips(1, 100_000),
    mode: z.enum(['constant-mix', 'cppi']),
    weightPips: pips(1, 999_999),
    /** Only of a CPPI. */
    floorPips: pips(0, 1_000_000).default(0),
    epochSec: seconds(60, 7 * day),
    slippageCapPips: pips(1, 500_000),
    twapWindowSec: seconds(60, day),
    maxDeviationPips: pips(1, 500_000),
  })
  .refine(({ mode, floorPips }) => (mode === 'cppi') === floorPips > 0, {
    path: ['floorPips'],
    message:
      'belongs to the mode cppi, and only to it; write 1 or more there, and nothing elsewhere',
  })

const networkSchema = z
  .strictObject({
    chainId: z.int().positive(),
    rpcUrl: httpUrlSetting.optional(),
    // The name of an environment variable, for a URL that is a secret.
    rpcUrlVariable: z.string().min(1).optional(),
  })
  .refine(
    ({ rpcUrl, rpcUrlVariable }) => (rpcUrl === undefined) !== (rpcUrlVariable === undefined),
    {
      message: 'needs one of rpcUrl and rpcUrlVariable; give one of them',
    },
  )

const configSchema = z.strictObject({
  networks: z
    .record(z.string(), networkSchema)
    .refine((networks) => Object.keys(networks).length > 0, 'names no network; add one'),
  token: z.strictObject({
    holders: z
      .array(z.strictObject({ account: address, tokens }))
      .min(1, 'names no holder; add one')
      .refine(
        (holders) => new Set(holders.map(({ account }) => account)).size === holders.length,
        'names a holder twice; join the two',
      ),
  }),
  timelock: z.strictObject({ minDelaySec: seconds(1, year) }),
  governor: z.strictObject({
    votingDelaySec: seconds(1, year),
    votingPeriodSec: seconds(1, year),
    proposalThresholdTokens: tokens,
    quorumPercent: z.int().min(1, 'must be 1 or more').max(100, 'must be 100 or less'),
    voteExtensionSec: seconds(1, year),
    snapshotSpace: z.string(),
  }),
  guardian: address,
  /** Deployed by `--vault` only. */
  vault: vaultSchema.optional(),
})

export type VaultConfig = z.infer<typeof vaultSchema>

/** What is deployed, and where. Token counts have 18 decimals, delays are in seconds. */
export type DeployConfig = z.infer<typeof configSchema>

/**
 * Reads the configuration of a deployment, JSON or YAML; `deploy/contracts/local.json` is one.
 *
 * @throws DeployConfigError with every field that is missing, unknown, or not allowed, and its line.
 */
export async function readDeployConfig(file: string): Promise<DeployConfig> {
  const { settings, faults, content } = await readSettings(file, configSchema)
  if (settings === undefined) throw new DeployConfigError(file, faults)
  const supply = settings.token.holders.reduce((sum, holder) => sum + holder.tokens, 0n)
  if (settings.governor.proposalThresholdTokens > supply) {
    const path = ['governor', 'proposalThresholdTokens']
    const text = 'is more than all holders have, so that nobody could propose; lower it'
    const fault: Fault = { path: path.join('.'), line: content.findLine(path), text }
    throw new DeployConfigError(file, [fault])
  }
  return settings
}
