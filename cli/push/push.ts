import { decodeRefusal } from '../../bot/decodeError.ts'
import { readInForce } from '../../client/readInForce.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import type { MarketConfig } from '../../governance/index.ts'
import { resolveMarket } from '../governance/resolveMarket.ts'
import {
  describeSending,
  governanceArgs,
  isSent,
  openSession,
  openSigner,
  report,
  signingArgs,
  trySend,
} from '../governance/session.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { PushError } from './errors.ts'
import { formatPush } from './formatPush.ts'
import { preparePush } from './preparePush.ts'

/** `gimbal push`: has a market's proven reporter measure and push, once. Anybody may. */
export const pushCommand = defineCommand({
  meta: {
    name: 'push',
    description: 'Have a market that needs no signatures measured and pushed, once (--yes)',
    examples: [
      'gimbal push weth-usd',
      'gimbal push weth-usd --yes',
      'gimbal push weth-usd --measure --yes',
    ],
    keyHelp:
      'The key pays, in GIMBAL_KEY, or --keystore or --signer, and may be of anybody. Without --yes none is needed.',
  },
  args: {
    market: { type: 'positional', required: false, description: 'The market' },
    measure: {
      type: 'boolean',
      description: 'Only move the kept averages on, without a report: to start them, or in a halt',
    },
    unhinted: {
      type: 'boolean',
      description: 'Let the pool search its observations for itself, for more gas',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ market, measure: isMeasure = false, unhinted: isUnhinted = false, json, ...flags }) {
    const session = await openSession(flags)
    const { client, network } = session
    const { riskParameters } = network.addresses
    const { markets } = await readMarkets(client, riskParameters, network.startBlock)
    const marketId = resolveMarket(market, [...markets.keys()])
    const config = markets.get(marketId) as MarketConfig
    const push = await preparePush(session, { marketId, config, isMeasure, isUnhinted })
    const { values } = await readInForce(client, riskParameters, marketId)
    const { reporter, preview, call } = push
    if (preview !== undefined && preview.refusal !== '0x') {
      const why =
        decodeRefusal(preview.refusal)?.detail ?? `the contract refuses: ${preview.refusal}`
      throw new PushError(`nothing is pushed: ${why}`)
    }
    const transactionHash = isSent(flags)
      ? await trySend(session, await openSigner(flags), call, flags)
      : undefined
    const lines = [...formatPush(marketId, push, values), describeSending(transactionHash)]
    await report(json, lines, {
      market: marketId,
      reporter,
      call: call.functionName,
      hints: push.hints,
      observedAt: preview?.observedAt,
      observation: preview?.observation,
      target: preview?.target,
      next: preview?.next,
      transactionHash,
    })
    return exitCodes.ok
  },
})
