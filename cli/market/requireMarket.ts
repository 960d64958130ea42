import { openMarket } from '../../market/files/openMarket.ts'
import type { Market } from '../../market/manifest.ts'
import { UsageError } from '../program/errors.ts'

/** Opens the market that a command line names. @throws UsageError if it names none; as `openMarket` */
export async function requireMarket(name: string | undefined): Promise<Market> {
  if (name) return openMarket(name)
  throw new UsageError('no market given; name a folder, or one that `gimbal market list` shows')
}
