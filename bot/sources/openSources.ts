import { createQueryClient } from '../../query/index.ts'
import type { LoadedConfig } from '../loadConfig.ts'
import { createChainReader } from './createChainReader.ts'
import { createIndexSource } from './createIndexSource.ts'

/** Chain and index as a configuration describes them. */
export function openSources({ config, chainUrls, indexUrls }: LoadedConfig) {
  const { chain: chainConfig, index: indexConfig, riskParameters } = config
  const chain = createChainReader({
    urls: chainUrls,
    chainId: chainConfig.id,
    riskParameters,
    timeoutMs: chainConfig.timeoutMs,
    maxLagBlocks: BigInt(chainConfig.maxLagBlocks),
  })
  const index = createIndexSource({
    clients: indexUrls.map((url) =>
      createQueryClient({
        url,
        timeoutMs: indexConfig.timeoutMs,
        retries: 1,
        // A replica that waits for longer misses its turn; its next look asks again anyway.
        patienceMs: 2 * indexConfig.timeoutMs,
      }),
    ),
    chain,
    confirmations: BigInt(indexConfig.confirmations),
    maxLagBlocks: BigInt(indexConfig.maxLagBlocks),
    maxLagSec: indexConfig.maxLag,
  })
  return { chain, index }
}
