import { readFile } from 'node:fs/promises'
import { type Address, isAddress, parseEther, zeroAddress } from 'viem'
import { z } from 'zod'
import { DeployConfigError } from './errors.ts'

const address = z.custom<Address>(
  (value) => typeof value === 'string' && isAddress(value) && value !== zeroAddress,
  'is not an address; give 0x and 40 hex digits with their checksum, and not the zero address',
)

const tokens = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,18})?$/, 'is not a number of tokens; give a text such as "1000.5"')
  .transform((text) => parseEther(text))

const seconds = (min: number, max: number) =>
  z.int().min(min, `must be ${min} s or more`).max(max, `must be ${max} s or less`)

const year = 31_536_000

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
})

/** What is deployed, and where. Token counts have 18 decimals, delays are in seconds. */
export type DeployConfig = z.infer<typeof configSchema>

/**
 * Reads the configuration of a deployment, JSON; `deploy/contracts/local.json` is one.
 *
 * @throws DeployConfigError for the first field that is missing, unknown, or not allowed.
 */
export async function readDeployConfig(file: string): Promise<DeployConfig> {
  const { data, error } = configSchema.safeParse(parseJson(file, await readText(file)))
  if (data === undefined) {
    const [issue] = error.issues
    throw new DeployConfigError(file, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`)
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

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new DeployConfigError(file, `cannot be read (${code}); give an existing file`, { cause })
  }
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
