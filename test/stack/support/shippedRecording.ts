import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'

/** Ethereum mainnet, 2022-05-12, 02:23 to 11:50 UTC. */
export const shippedRecording = await diskReader.readRecording(
  await openMarket('ethereum-2022-05-12'),
)
