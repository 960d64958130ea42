import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import type { Recording } from '../../market/recording.ts'

/** The recorded market that commands take where none is given. */
export const shippedMarket = 'ethereum-2022-05-12'

/**
 * Reads a market whole: the name of a shipped one, or a folder.
 *
 * @throws MarketFileError, ManifestError; MarketFileError too where no pool is recorded, or neither blocks nor a gas price.
 */
export async function openRecording(nameOrFolder: string): Promise<Recording> {
  return diskReader.readRecording(await openMarket(nameOrFolder))
}
