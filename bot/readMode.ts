import { z } from 'zod'
import { readConfigFile } from './readConfigFile.ts'

const modes = z.looseObject({ mode: z.enum(['replica', 'prover']).default('replica') })

/**
 * Which kind of bot a configuration is of, whatever else it says.
 *
 * @throws BotConfigError if the file cannot be read, or has another mode.
 */
export async function readMode(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<'replica' | 'prover'> {
  const fill = async (value: unknown) => ({ value })
  const { config } = await readConfigFile(file, { schema: modes, env, fill })
  return config.mode
}
