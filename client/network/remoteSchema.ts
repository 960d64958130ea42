// What a network has on other chains, as zod schemas: the bridge at home, and each chain that it reaches.

import { z } from 'zod'
import { address, block, chainId, refuseDoubleUrls, url, urlVariable } from './fields.ts'

/** The bridges that there is a messenger for. */
export const messengerNames = ['axelar', 'hyperlane'] as const
export type MessengerName = (typeof messengerNames)[number]

const messengers = z
  .array(
    z.strictObject({
      name: z.enum(messengerNames, `is no bridge; give ${messengerNames.join(' or ')}`),
      address,
    }),
    'is no list; give messengers with name and address',
  )
  .min(1, 'is empty; give a messenger, with name and address')
  .superRefine((list, context) => refuseSame(list, 'name', context))

/** The contracts at home that speak to other chains. */
export const bridgeSchema = z.strictObject({
  parametersSender: address,
  governanceSender: address,
  /** The market's `source.portfolio`, where one portfolio is on several chains. */
  remotePortfolio: address.optional(),
  messengers,
})

export const remoteSchema = z
  .strictObject({
    /** Ours and graph-node's. */
    name: z.string('is missing; name the chain').min(1, 'is empty; name the chain'),
    chainId,
    rpcUrl: url,
    rpcUrlVariable: urlVariable,
    graphqlUrl: url,
    graphqlUrlVariable: urlVariable,
    /** From which the index there begins: the block of the first contract, or one before. */
    startBlock: block,
    contracts: z.strictObject({
      remoteParameters: address,
      governanceReceiver: address,
      timelock: address,
      accessManager: address,
      /** Holds the chain's part of the portfolio. */
      book: address.optional(),
    }),
    messengers,
    /** Signed prices there, by the names to call them. */
    priceFeeds: z
      .array(
        z.strictObject({ name: z.string().min(1, 'is empty; name the feed'), address }),
        'is no list; give price feeds with name and address',
      )
      .optional(),
  })
  .superRefine((remote, context) => refuseDoubleUrls(remoteUrlNames, remote, context))

/** The URLs that another chain of a network may have. */
export const remoteUrlNames = ['rpcUrl', 'graphqlUrl'] as const
export type RemoteUrlName = (typeof remoteUrlNames)[number]

/** Every chain that the network's parameters are carried to. */
export const remotesSchema = z
  .array(remoteSchema, 'is no list; give the other chains')
  .superRefine((list, context) => {
    refuseSame(list, 'name', context)
    refuseSame(list, 'chainId', context)
  })

export type BridgeEntry = z.output<typeof bridgeSchema>
export type RemoteEntry = z.output<typeof remoteSchema>

/** Adds a fault for every item that has what an earlier one has. */
function refuseSame<Key extends string>(
  list: readonly Readonly<Record<Key, string | number>>[],
  key: Key,
  context: z.RefinementCtx,
): void {
  for (const [index, item] of list.entries()) {
    if (list.findIndex((other) => other[key] === item[key]) === index) continue
    const message = `is ${item[key]}, as in an earlier entry; give each once`
    context.addIssue({ code: 'custom', path: [index, key], message })
  }
}
