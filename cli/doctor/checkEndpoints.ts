import { createPublicClient, type LocalAccount } from 'viem'
import type { StartCheck } from '../../bot/checkStart.ts'
import { describeLowBalance, formatWei } from '../../bot/describeBalance.ts'
import { describeFailure } from '../../bot/describeFailure.ts'
import type { LoadedConfig } from '../../bot/loadConfig.ts'
import { createChainReader } from '../../bot/sources/createChainReader.ts'
import { ChainUnavailableError } from '../../bot/sources/errors.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { splitCredentials } from '../../http/splitCredentials.ts'
import { mend, pass } from './check.ts'

export interface EndpointFindings {
  checks: StartCheck[]
  /** Of those that answer and are on the chain. */
  usableUrls: string[]
}

/** Where the chain is, of a replica or a prover. */
interface ChainConfig extends Pick<LoadedConfig, 'chainUrls'> {
  config: Pick<LoadedConfig['config'], 'chain' | 'riskParameters'>
}

/** Each endpoint of the chain for itself: whether it answers, on which chain, how high, and how far behind the other. */
export async function checkEndpoints({
  config,
  chainUrls,
}: ChainConfig): Promise<EndpointFindings> {
  const { chain, riskParameters } = config
  const asked = chainUrls.map(async (url) => {
    const reader = createChainReader({
      urls: [url],
      chainId: chain.id,
      riskParameters,
      timeoutMs: chain.timeoutMs,
      maxLagBlocks: BigInt(chain.maxLagBlocks),
    })
    try {
      return { url, number: (await reader.readHead()).block.number }
    } catch (error) {
      const isSilent = error instanceof ChainUnavailableError
      return { url, problem: (isSilent && error.problems[0]) || describeFailure(error) }
    }
  })
  const answers = await Promise.all(asked)
  const heights = answers.flatMap(({ number }) => number ?? [])
  const highest = heights.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? 0n
  const checks = answers.map(({ url, number, problem }, at) => {
    const name = `endpoint ${at + 1}`
    if (number === undefined) return mend(name, `${problem}; mend it, or give another`)
    const lag = highest - number
    const where = `${new URL(url).origin}: chain ${chain.id}, block ${number}`
    if (lag > chain.maxLagBlocks) {
      const advice = 'mend it, or give another'
      return mend(name, `${where}, ${lag} behind, allowed are ${chain.maxLagBlocks}; ${advice}`)
    }
    return pass(name, `${where}${lag > 0n ? `, ${lag} behind` : ''}`)
  })
  const usableUrls = answers.flatMap(({ url, number }) => (number === undefined ? [] : url))
  return { checks, usableUrls }
}

/** Whether the receiver of the transactions answers, and reports the right chain if it reports one. */
export async function checkRelay(
  url: string,
  chainId: number,
  timeoutMs: number,
): Promise<StartCheck> {
  const { origin } = new URL(url)
  const body = { jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }
  const { url: plainUrl, headers } = splitCredentials(url)
  const answer = await fetch(plainUrl, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined)
  if (answer === undefined || answer.status >= 500) {
    const what = answer === undefined ? 'does not answer' : `answers with ${answer.status}`
    return mend('relay', `${origin} ${what}; mend it, or give another`)
  }
  const content = await answer.json().catch(() => undefined)
  const got = Number((content as { result?: unknown } | undefined)?.result)
  // A relay may accept transactions and no other request.
  if (!Number.isSafeInteger(got))
    return pass('relay', `${origin} answers, but does not name its chain`)
  if (got === chainId) return pass('relay', `${origin}: chain ${got}`)
  return mend('relay', `${origin} is on chain ${got}, wanted is ${chainId}; give another`)
}

/** Whether the account that pays has more than the alarm's mark. */
export async function checkBalance(
  urls: readonly string[],
  { address }: LocalAccount,
  lowWei: bigint,
  timeoutMs: number,
): Promise<StartCheck> {
  const asked = urls.map((url) => {
    const transport = nodeTransport(url, { retryCount: 1, timeout: timeoutMs })
    return createPublicClient({ transport }).getBalance({ address })
  })
  const balanceWei = await Promise.any(asked).catch(({ errors }) => {
    throw errors[0]
  })
  if (balanceWei > lowWei) {
    const alarm = `the alarm is at ${formatWei(lowWei)}`
    return pass('balance', `${formatWei(balanceWei)} at ${address}, ${alarm}`)
  }
  return mend('balance', describeLowBalance(address, balanceWei, lowWei))
}
