import { SiteFileError } from './errors.ts'
import { fetchSiteFile } from './fetchSiteFile.ts'
import {
  MARKETS_FOLDER,
  MARKETS_INDEX,
  marketsIndexSchema,
  type ShippedMarket,
} from './marketsIndex.ts'

/** The markets that come with the site. @throws SiteFileError */
export async function fetchShippedMarkets(siteUrl: string): Promise<readonly ShippedMarket[]> {
  const file = `${MARKETS_FOLDER}/${MARKETS_INDEX}`
  const bytes = await fetchSiteFile(siteUrl, file)
  try {
    return marketsIndexSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).markets
  } catch (cause) {
    throw new SiteFileError(file, 'is no list of markets; build the site anew', { cause })
  }
}
