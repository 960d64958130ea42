import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import type { ExitCode } from '../program/exitCodes.ts'
import { allowedArgs, type MarketArgs, marketActions, marketArgs } from './marketArgs.ts'

/** `gimbal market`: recorded markets, which backtests and replays run on. */
export const marketCommand = defineCommand({
  meta: {
    name: 'market',
    description: 'List, describe, check, import and record markets for backtests and replays',
    examples: [
      'gimbal market list',
      'gimbal market describe ethereum-2022-05-12',
      'gimbal market import --format pool-minutes --file pool.csv.gz --output my-market --fee 0.05%',
      'gimbal market check my-market',
      'gimbal market start-figures my-market --at 2024-01-05T12:00',
      'gimbal market record --rpc https://rpc.example --pool 0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640 --from 2026-03-01T12:00 --to 2026-03-01T18:00 --output my-market',
    ],
  },
  args: marketArgs,
  async run(options): Promise<ExitCode> {
    const action = chooseOne('action', options.action, marketActions)
    refuseOthers(action, options)
    // Imported only here, so that each action loads what it needs.
    switch (action) {
      case 'list':
        return (await import('./listMarkets.ts')).listMarkets(options)
      case 'describe':
        return (await import('./describeMarket.ts')).describeMarket(options)
      case 'check':
        return (await import('./runCheck.ts')).runCheck(options)
      case 'import':
        return (await import('./runImport.ts')).runImport(options)
      case 'start-figures':
        return (await import('./startFigures.ts')).startFigures(options)
      case 'record':
        return (await import('./runRecord.ts')).runRecord(options)
    }
  },
})

function refuseOthers(action: keyof typeof allowedArgs, options: MarketArgs): void {
  const given = Object.keys(marketArgs).filter((name) => {
    return (
      name !== 'action' && name !== 'json' && options[name as keyof typeof marketArgs] !== undefined
    )
  })
  const other = given.find((name) => !allowedArgs[action].includes(name))
  if (other === 'market') throw new UsageError(`${action} takes no market; leave it out`)
  if (other !== undefined) throw new UsageError(`${action} takes no --${other}; leave it out`)
}
