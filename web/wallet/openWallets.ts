// Loaded when the visitor asks for a wallet, or had one connected before: until then no wallet is even looked for.

import { type Account, type Chain, type Client, defineChain, numberToHex } from 'viem'
import { addChain, signTypedData, switchChain } from 'viem/actions'
import { type Connector, createConfig } from 'wagmi'
import {
  connect,
  disconnect,
  getConnection,
  getConnectorClient,
  getConnectors,
  reconnect,
  watchConnection,
  watchConnectors,
} from 'wagmi/actions'
import { describeChain } from '../../client/network/chains.ts'
import type { Network } from '../../client/network/network.ts'
import { BaseError } from '../../core/errors.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import type { MessageSigner } from '../../snapshot/index.ts'
import { browserStorage } from '../network/storage.ts'
import { type Connected, cutName, readIcon, readRemembered, remember } from './connected.ts'

/** The node's URL holds a user or a password. */
class SecretUrlError extends BaseError {
  constructor() {
    super(
      'web/secret-url',
      'the URL of the node holds a user or a password, which no wallet should keep; add the chain in the wallet, with a URL of its own',
    )
  }
}

/** A wallet of this browser, as it announces itself (EIP-6963): names and pictures are a stranger's. */
export interface AnnouncedWallet {
  id: string
  name: string
  icon: string | undefined
}

/** The wallets of this browser. Everything that asks one of them rejects with what the wallet refuses with. */
export interface Wallets {
  list(): readonly AnnouncedWallet[]
  /** @returns what ends the watching. */
  watchList(onChange: () => void): () => void
  connect(id: string): Promise<void>
  /** Takes up a wallet that allows it without a question to its owner; waits for it to announce itself. */
  takeUp(id: string): Promise<void>
  disconnect(): Promise<void>
  switchChain(): Promise<void>
  /** Makes the network's chain known to the wallet, with the network's node. */
  addChain(): Promise<void>
  getSigner(): Promise<MessageSigner>
  /** For viem's actions, on the network's chain. */
  getClient(): Promise<WalletActor>
}

type WalletActor = Client<ReturnType<typeof nodeTransport>, Chain, Account>

/**
 * @param onChange - Told when account, chain or wallet change; undefined: none is connected.
 */
export function openWallets(
  network: Network,
  onChange: (connected: Connected | undefined) => void,
): Wallets {
  const url = network.rpcUrl ?? ''
  const chain = defineChain({
    id: network.chainId,
    name: describeChain(network.chainId),
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  })
  const config = createConfig({
    chains: [chain],
    transports: { [chain.id]: nodeTransport(url) },
    multiInjectedProviderDiscovery: true,
    // What is remembered is one id, and this file's: without it nothing is asked after a reload.
    storage: null,
  })
  /** A wallet may connect itself, by an event; it counts only if it is the one that the visitor chose. */
  let chosenId = readRemembered(browserStorage)

  const tell = () => {
    const { address, chainId, connector } = getConnection(config)
    const isChosen = connector !== undefined && connector.id === chosenId
    onChange(
      isChosen && address !== undefined && chainId !== undefined
        ? {
            account: address,
            chainId,
            name: cutName(connector.name),
            icon: readIcon(connector.icon),
          }
        : undefined,
    )
  }
  watchConnection(config, { onChange: tell })

  const find = (id: string) => getConnectors(config).find((one) => one.id === id)
  const getClient = () => {
    const asked = getConnectorClient(config, { chainId: chain.id, assertChainId: false })
    return asked as Promise<unknown> as Promise<WalletActor>
  }

  const choose = (id: string | undefined) => {
    chosenId = id
    remember(browserStorage, id)
  }

  return {
    list: () =>
      getConnectors(config).map(({ id, name, icon }) => {
        return { id, name: cutName(name), icon: readIcon(icon) }
      }),
    watchList: (onList) => watchConnectors(config, { onChange: onList }),
    async connect(id) {
      const connector = find(id)
      if (connector === undefined) throw new Error('the wallet is not there any more')
      if (getConnection(config).connector?.uid === connector.uid) {
        choose(id)
        tell()
        return
      }
      await connect(config, { connector })
      choose(id)
      tell()
    },
    async takeUp(id) {
      await reconnect(config, { connectors: [await waitForWallet(id)] })
    },
    async disconnect() {
      choose(undefined)
      tell()
      await disconnect(config)
    },
    async switchChain() {
      await switchChain(await getClient(), { id: chain.id })
      const { connector } = getConnection(config)
      // Some wallets do not say that they have changed.
      if ((await connector?.getChainId()) === chain.id) {
        connector?.onChainChanged(numberToHex(chain.id))
      }
    },
    addChain: async () => {
      // A wallet keeps the URL, and shows it to whoever asks.
      const { username, password } = new URL(url)
      if (username !== '' || password !== '') {
        throw new SecretUrlError()
      }
      return addChain(await getClient(), { chain })
    },
    async getSigner() {
      const client = await getClient()
      const { account } = client
      return {
        address: account.address,
        signTypedData: (message) => signTypedData(client, { ...message, account } as never),
      }
    },
    getClient,
  }

  function waitForWallet(id: string): Promise<Connector> {
    return new Promise((resolve) => {
      const look = () => {
        const found = find(id)
        if (found === undefined) return false
        resolve(found)
        return true
      }
      if (look()) return
      const stop = watchConnectors(config, {
        onChange: () => {
          if (look()) stop()
        },
      })
    })
  }
}
