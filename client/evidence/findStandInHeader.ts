import type { Address, Hex, PublicClient } from 'viem'
import { chooseEarlierFee } from '../../observation/proven/feePoints.ts'
import { NoEarlierBaseFeeError } from '../../observation/proven/index.ts'
import { readHeader } from './readHeader.ts'
import { readReporter } from './readReporter.ts'

/**
 * The header that has to stand in for a kept base fee in the block after `blockNumber`: of the newest block that is old enough;
 * undefined where a kept one fits.
 *
 * @throws viem's errors if the node fails, HeaderDiffersError.
 */
export async function findStandInHeader(
  client: Pick<PublicClient, 'readContract' | 'request'>,
  contract: Address,
  blockNumber: bigint,
): Promise<Hex | undefined> {
  const { settings, state } = await readReporter(client, contract, blockNumber)
  try {
    chooseEarlierFee(state ?? {}, blockNumber + 1n, settings)
    return undefined
  } catch (error) {
    if (!(error instanceof NoEarlierBaseFeeError)) throw error
    return readHeader(client, blockNumber - settings.minFeeAgeBlocks)
  }
}
