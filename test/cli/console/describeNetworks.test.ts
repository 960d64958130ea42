import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeNetworks } from '../../../cli/console/describeNetworks.ts'
import { describeFile } from '../../../client/network/describeNetwork.ts'
import { readUrls } from '../../../client/network/readUrls.ts'
import { remoteUrlNames } from '../../../client/network/remoteSchema.ts'
import {
  gimbalFileSchema,
  type NetworkFileText,
  networkFileSchema,
  urlNames,
} from '../../../client/network/schema.ts'
import {
  accountOf,
  createNetworkFile,
  createRemote,
} from '../../client/network/support/createNetworkFile.ts'
import { scaled, testSeed } from '../../generators/random.ts'

/** The network of a file, as every command reads it. */
function read(changes: Partial<NetworkFileText>, env: NodeJS.ProcessEnv = {}) {
  const file = networkFileSchema.parse(createNetworkFile(changes))
  return describeFile('main', file, 'deployments/1.json', readUrls([file], undefined, env), env)
}

const bridge = {
  parametersSender: accountOf(7),
  governanceSender: accountOf(8),
  messengers: [{ name: 'axelar' as const, address: accountOf(6) }],
}

describe('describeNetworks', () => {
  test('default: what the page reads is a file of networks, with all that is public', () => {
    const vaults = [{ name: 'ours', address: `0x${'5'.repeat(40)}` }]
    const network = read({
      rpcUrl: 'https://rpc.example/',
      graphqlUrl: 'https://index.example/gimbal',
      replicaUrls: ['https://one.example'],
      vaults,
      bridge,
      remotes: [createRemote({ graphqlUrl: 'https://away.example/gimbal' })],
    })
    const { content, withheld } = describeNetworks([network])
    const text = JSON.parse(JSON.stringify(content))
    expect(withheld).toEqual([])
    expect(gimbalFileSchema.parse(text).networks.main).toMatchObject({
      chainId: 1,
      startBlock: 20n,
      addresses: { riskParameters: `0x${'1'.repeat(40)}` },
      rpcUrl: 'https://rpc.example/',
      graphqlUrl: 'https://index.example/gimbal',
      replicaUrls: ['https://one.example'],
      vaults,
      bridge,
      remotes: [{ name: 'optimism', graphqlUrl: 'https://away.example/gimbal', startBlock: 5n }],
    })
  })

  test('P-149 a URL that comes from an environment variable, or holds a user or a password, is never told to the page', () => {
    const kinds = ['public', 'variable', 'user', 'password', 'both', 'none'] as const
    const secret = fc.stringMatching(/^[a-z0-9]{12,20}$/).map((text) => `zq${text}`)
    const choice = fc.record({ kind: fc.constantFrom(...kinds), secret })
    const urls = fc.tuple(...urlNames.map(() => choice))
    const remoteUrls = fc.tuple(...remoteUrlNames.map(() => choice))
    fc.assert(
      fc.property(
        urls,
        remoteUrls,
        fc.array(choice, { maxLength: 4 }),
        fc.boolean(),
        (given, away, replicas, isFallback) => {
          const fields: Record<string, unknown> = {}
          const remote: Record<string, string> = {}
          const env: Record<string, string> = {}
          const write = ({ kind, secret }: (typeof replicas)[number]): string =>
            ({
              public: 'https://public.example/',
              variable: `https://variable.example/${secret}`,
              user: `https://${secret}@user.example/`,
              password: `https://:${secret}@password.example/`,
              both: `https://name:${secret}@both.example/path`,
              none: '',
            })[kind]
          const place = (
            into: Record<string, unknown>,
            names: readonly string[],
            list: typeof replicas,
            prefix: string,
          ) => {
            for (const [at, one] of list.entries()) {
              const name = names[at] ?? 'rpcUrl'
              if (one.kind === 'none') continue
              if (one.kind === 'variable') {
                into[`${name}Variable`] = `${prefix}_${at}`
                env[`${prefix}_${at}`] = write(one)
              } else into[name] = write(one)
            }
          }
          place(fields, urlNames, given, 'SECRET')
          place(remote, remoteUrlNames, away, 'REMOTE')
          // A replica's URL has no variable: it is public, or holds credentials.
          const listed = replicas.filter(({ kind }) => kind !== 'none' && kind !== 'variable')
          const fallback = `https://fallback.example/${'k'.repeat(20)}`
          if (isFallback) env.GIMBAL_RPC_URL = fallback
          const remotes = [createRemote(remote)]
          const network = read({ ...fields, replicaUrls: listed.map(write), bridge, remotes }, env)
          const { content, withheld } = describeNetworks([network])
          const text = JSON.stringify(content)
          for (const { kind, secret } of [...given, ...away, ...listed]) {
            if (kind !== 'public' && kind !== 'none') {
              expect(text).not.toContain(secret)
              expect(withheld.join('\n')).not.toContain(secret)
            }
          }
          expect(text).not.toContain(fallback)
          // What is public is told, and what is not is named.
          const entry = gimbalFileSchema.parse(JSON.parse(text)).networks.main
          for (const [at, { kind }] of given.entries()) {
            const name = urlNames[at] ?? 'rpcUrl'
            expect(entry?.[name]).toBe(kind === 'public' ? 'https://public.example/' : undefined)
          }
          for (const [at, { kind }] of away.entries()) {
            const name = remoteUrlNames[at] ?? 'rpcUrl'
            const told = entry?.remotes?.[0]?.[name]
            expect(told).toBe(kind === 'public' ? 'https://public.example/' : undefined)
          }
          const isFallenBack = isFallback && given[0]?.kind === 'none'
          const secrets = [...given, ...away, ...listed].filter(
            ({ kind }) => kind !== 'public' && kind !== 'none',
          )
          expect(withheld).toHaveLength(secrets.length + (isFallenBack ? 1 : 0))
        },
      ),
      { numRuns: scaled(300), seed: testSeed() },
    )
  })

  test('behavior: what is kept back is named, with why', () => {
    const network = read(
      {
        rpcUrlVariable: 'OUR_RPC',
        hubUrl: 'https://name@hub.example/graphql',
        replicaUrls: ['https://one.example', 'https://:word@two.example'],
        bridge,
        remotes: [createRemote({ graphqlUrl: 'https://name@away.example/' })],
      },
      { OUR_RPC: 'https://rpc.example/key' },
    )
    expect(describeNetworks([network]).withheld).toEqual([
      'main: rpcUrl is kept from the page, because it comes from an environment variable',
      'main: hubUrl is kept from the page, because it holds a user or a password',
      'main: replicaUrls[1] is kept from the page, because it holds a user or a password',
      'main: remotes[0].graphqlUrl is kept from the page, because it holds a user or a password',
    ])
  })
})
