import { type Address, getAddress, isAddress, parseEther, zeroAddress } from 'viem'
import { z } from 'zod'
import { readTextFile } from '../../files/readTextFile.ts'
import { parseMarket } from '../../governance/index.ts'
import { DeployConfigError } from './errors.ts'

const address = z
  .custom<Address>(
    (value) => typeof value === 'string' && isAddress(value) && value !== zeroAddress,
    'is not an address; give 0x and 40 hex digits with their checksum, and not the zero address',
  )
  .transform((value) => getAddress(value))

const tokens = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,18})?$/, 'is not a number of tokens; give a text such as "1000.5"')
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
      'belongs to the mode cppi, and only to it; give 1 or more there, and nothing elsewhere',
  })

const networkSchema = z
  .strictObject({
    chainId: z.int().positive(),
    rpcUrl: z.url({ protocol: /^https?$/ }).optional(),
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
 * Reads the configuration of a deployment, JSON; `deploy/contracts/local.json` is one.
 *
 * @throws DeployConfigError for every field that is missing, unknown, or not allowed; FileError if there is no file.
 */
export async function readDeployConfig(file: string): Promise<DeployConfig> {
  const { data, error } = configSchema.safeParse(parseJson(file, await readTextFile(file)))
  if (data === undefined) {
    const problems = error.issues.map(({ path, message }) => {
      return `${path.join('.') || 'the file'}: ${message}`
    })
    throw new DeployConfigError(file, problems.join('; '))
  }
  const supply = data.token.holders.reduce((sum, holder) => sum + holder.tokens, 0n)
  if (data.governor.proposalThresholdTokens > supply) {
    throw new DeployConfigError(
      file,
      'governor.proposalThresholdTokens: is more than all holders have, so nobody could propose; lower it',
    )
  }
  return data
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DeployConfigError(file, `is not JSON (${(cause as Error).message}); correct it`, {
      cause,
    })
  }
}
