import { type LoadedSenderConfig, loadSenderConfig } from '../loadSenderConfig.ts'
import { type KeeperConfig, keeperConfigSchema } from './keeperConfig.ts'

/** A configuration whose file names are absolute and whose environment variables are read. */
export type LoadedKeeperConfig = LoadedSenderConfig<KeeperConfig>

/**
 * Reads a keeper's configuration.
 *
 * @throws BotConfigError with every fault and its line.
 */
export function loadKeeperConfig(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LoadedKeeperConfig> {
  return loadSenderConfig(file, { schema: keeperConfigSchema, env, namesContract: false })
}
