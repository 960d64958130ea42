import { z } from 'zod'
import { addressSetting } from '../../files/settings.ts'
import { type LoadedPrices, readConfigFile } from '../readConfigFile.ts'
import { type PricesConfig, prices } from './pricesSettings.ts'

const priced = z.looseObject({ prices: prices.safeExtend({ carrier: addressSetting.optional() }) })

/**
 * What a replica's or a keeper's configuration says of signed prices, whatever else it says.
 *
 * @throws BotConfigError with every fault of that part, or that there is none.
 */
export async function loadPrices(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ settings: PricesConfig; loaded: LoadedPrices }> {
  const fill = async (value: unknown) => ({ value })
  const { config, readPrices, finish } = await readConfigFile(file, { schema: priced, env, fill })
  const loaded = readPrices(config.prices)
  finish()
  return { settings: config.prices, loaded: loaded as LoadedPrices }
}
