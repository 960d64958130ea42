import { openMarket } from '../../../market/files/openMarket.ts'
import { readRecording } from '../../../market/files/readRecording.ts'

/** Ethereum mainnet, 2022-05-12, 02:23 to 11:50 UTC. */
export const shippedRecording = await readRecording(await openMarket('ethereum-2022-05-12'))
