import type { Page } from 'playwright-core'
import { createWalletClient, type Hex, http, type LocalAccount, numberToHex } from 'viem'

/** The code of EIP-1193 for a visitor who says no. */
const USER_REJECTED = 4001
const UNKNOWN_CHAIN = 4902

/**
 * A wallet with a well-known test key that announces itself by EIP-6963. It signs and sends without asking, unless it is
 * told to refuse.
 */
export interface TestWallet {
  account: LocalAccount
  /** On which it is; a page may change it. */
  chainId: number
  /** Refuses what it would have to ask its owner for. */
  isRefusing: boolean
  /** Every method that was asked for, in order. */
  readonly asked: readonly string[]
  /** Announces itself on a page that is not open yet. */
  install(page: Page): Promise<void>
}

interface Asked {
  method: string
  params?: readonly unknown[]
}

type Answer = { result: unknown } | { error: { code: number; message: string } }

/** @param rpcUrl - Of the node that it sends to. */
export function createTestWallet(
  rpcUrl: string,
  account: LocalAccount,
  knownChainId: number,
): TestWallet {
  const asked: string[] = []
  const wallet: TestWallet = {
    account,
    chainId: knownChainId,
    isRefusing: false,
    asked,
    async install(page) {
      await page.exposeFunction('askTestWallet', async (request: Asked): Promise<Answer> => {
        asked.push(request.method)
        return answer(request).catch((error) => ({
          error: { code: error.code ?? -32603, message: String(error.message ?? error) },
        }))
      })
      await page.addInitScript(announce, { name: 'Test wallet' })
    },
  }
  const client = createWalletClient({ account, transport: http(rpcUrl) })

  async function answer({ method, params = [] }: Asked): Promise<Answer> {
    const refused = { error: { code: USER_REJECTED, message: 'User rejected the request.' } }
    switch (method) {
      case 'eth_chainId':
        return { result: numberToHex(wallet.chainId) }
      case 'eth_accounts':
        return { result: [account.address] }
      case 'eth_requestAccounts':
        return wallet.isRefusing ? refused : { result: [account.address] }
      case 'wallet_requestPermissions':
        return wallet.isRefusing
          ? refused
          : { result: [{ parentCapability: 'eth_accounts', caveats: [] }] }
      case 'wallet_switchEthereumChain': {
        if (wallet.isRefusing) return refused
        const { chainId } = params[0] as { chainId: Hex }
        if (Number(chainId) !== knownChainId) {
          return { error: { code: UNKNOWN_CHAIN, message: 'Unrecognized chain ID.' } }
        }
        wallet.chainId = Number(chainId)
        return { result: null }
      }
      case 'eth_signTypedData_v4': {
        if (wallet.isRefusing) return refused
        return { result: await account.signTypedData(JSON.parse(params[1] as string)) }
      }
      case 'eth_sendTransaction': {
        if (wallet.isRefusing) return refused
        const { to, data, value, gas } = params[0] as Record<string, Hex | undefined>
        const transaction = {
          chain: null,
          to: to as Hex,
          data: data ?? '0x',
          value: BigInt(value ?? 0),
          ...(gas !== undefined && { gas: BigInt(gas) }),
        }
        return { result: await client.sendTransaction(transaction as never) }
      }
      default:
        return { result: await client.request({ method, params } as never) }
    }
  }
  return wallet
}

/** Runs in the page, before its own scripts. */
function announce({ name }: { name: string }): void {
  type Listener = (value: unknown) => void
  const listeners = new Map<string, Set<Listener>>()
  const emit = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }
  const provider = {
    async request(request: Asked) {
      const ask = (globalThis as unknown as { askTestWallet: (of: Asked) => Promise<Answer> })
        .askTestWallet
      const answer = await ask({ method: request.method, params: request.params ?? [] })
      if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error)
      if (request.method === 'wallet_switchEthereumChain') {
        const [chain] = request.params as [{ chainId: string }]
        emit('chainChanged', chain.chainId)
      }
      return answer.result
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      return provider
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener)
      return provider
    },
  }
  Object.assign(globalThis, { emitFromTestWallet: emit })
  const info = {
    uuid: '350670db-19fa-4704-a166-e52e178b59d2',
    name,
    icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
    rdns: 'test.gimbal.wallet',
  }
  const detail = Object.freeze({ info, provider })
  const say = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  addEventListener('eip6963:requestProvider', say)
  say()
}
