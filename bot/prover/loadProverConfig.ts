import { type LoadedSenderConfig, loadSenderConfig } from '../loadSenderConfig.ts'
import { type ProverConfig, proverConfigSchema } from './proverConfig.ts'

/** A configuration whose file names are absolute and whose environment variables are read. */
export type LoadedProverConfig = LoadedSenderConfig<ProverConfig>

/**
 * Reads a prover's configuration.
 *
 * @throws BotConfigError with every fault and its line.
 */
export function loadProverConfig(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LoadedProverConfig> {
  return loadSenderConfig(file, { schema: proverConfigSchema, env, namesContract: true })
}
