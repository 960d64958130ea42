import type { Page } from 'playwright-core'
import { createWalletClient, type Hex, http, type LocalAccount, numberToHex } from 'viem'

/** EIP-1193, EIP-3326 and MetaMask's for a question that is still open. */
const codes = { userRejected: 4001, unknownChain: 4902, pending: -32002 } as const

/**
 * A wallet with a well-known test key that announces itself by EIP-6963. It signs and sends without asking, unless it is
 * told otherwise. Like the wallets that people use it signs for the chain that it is on, and takes one question at a time.
 */
export interface TestWallet {
  account: LocalAccount
  /** On which it is; a page may change it. */
  chainId: number
  /** Chains that it can change to. */
  readonly knownChainIds: Set<number>
  /** Refuses what it would have to ask its owner for. */
  isRefusing: boolean
  /** Answers nothing that it would have to ask its owner for, until it is told off. */
  isHanging: boolean
  /** Every method that was asked for, in order. */
  readonly asked: readonly string[]
  /** With its parameters. */
  readonly requests: readonly Asked[]
  /** Announces itself on a page that is not open yet. */
  install(page: Page): Promise<void>
  /** Changes to another account, as its owner may at any time. */
  changeAccount(page: Page, account: LocalAccount): Promise<void>
}

interface Asked {
  method: string
  params?: readonly unknown[]
}

type Answer = { result: unknown } | { error: { code: number; message: string } }

/** What a wallet asks its owner for. */
const questions = [
  'eth_requestAccounts',
  'wallet_requestPermissions',
  'wallet_switchEthereumChain',
  'wallet_addEthereumChain',
  'eth_signTypedData_v4',
  'eth_sendTransaction',
]

/** @param rpcUrl - Of the node that it sends to. */
export function createTestWallet(
  rpcUrl: string,
  account: LocalAccount,
  knownChainId: number,
): TestWallet {
  const requests: Asked[] = []
  let isOpen = false
  const wallet: TestWallet = {
    account,
    chainId: knownChainId,
    knownChainIds: new Set([knownChainId]),
    isRefusing: false,
    isHanging: false,
    get asked() {
      return requests.map(({ method }) => method)
    },
    requests,
    async install(page) {
      await page.exposeFunction('askTestWallet', async (request: Asked): Promise<Answer> => {
        requests.push(request)
        return answer(request).catch((error) => ({
          error: { code: error.code ?? -32603, message: String(error.message ?? error) },
        }))
      })
      await page.addInitScript(announce, { name: 'Test wallet' })
    },
    async changeAccount(page, other) {
      wallet.account = other
      await page.evaluate((address) => {
        const { emitFromTestWallet } = globalThis as unknown as {
          emitFromTestWallet: (event: string, value: unknown) => void
        }
        emitFromTestWallet('accountsChanged', [address])
      }, other.address)
    },
  }

  async function answer(request: Asked): Promise<Answer> {
    if (!questions.includes(request.method)) return answerAtOnce(request)
    if (isOpen) return { error: { code: codes.pending, message: 'Already processing a request.' } }
    isOpen = true
    try {
      while (wallet.isHanging) await new Promise((resolve) => setTimeout(resolve, 50))
      if (wallet.isRefusing) {
        return { error: { code: codes.userRejected, message: 'User rejected the request.' } }
      }
      return await answerOwner(request)
    } finally {
      isOpen = false
    }
  }

  async function answerAtOnce({ method, params = [] }: Asked): Promise<Answer> {
    if (method === 'eth_chainId') return { result: numberToHex(wallet.chainId) }
    if (method === 'eth_accounts') return { result: [wallet.account.address] }
    if (method === 'wallet_revokePermissions') return { result: null }
    return { result: await client().request({ method, params } as never) }
  }

  /** What its owner agrees to. */
  async function answerOwner({ method, params = [] }: Asked): Promise<Answer> {
    switch (method) {
      case 'eth_requestAccounts':
        return { result: [wallet.account.address] }
      case 'wallet_requestPermissions':
        return { result: [{ parentCapability: 'eth_accounts', caveats: [] }] }
      case 'wallet_addEthereumChain': {
        const { chainId } = params[0] as { chainId: Hex }
        wallet.knownChainIds.add(Number(chainId))
        return { result: null }
      }
      case 'wallet_switchEthereumChain': {
        const { chainId } = params[0] as { chainId: Hex }
        if (!wallet.knownChainIds.has(Number(chainId))) {
          return { error: { code: codes.unknownChain, message: 'Unrecognized chain ID.' } }
        }
        wallet.chainId = Number(chainId)
        return { result: null }
      }
      case 'eth_signTypedData_v4': {
        const data = JSON.parse(params[1] as string)
        const { chainId } = data.domain
        if (chainId !== undefined && Number(chainId) !== wallet.chainId) {
          const message = `Provided chainId "${chainId}" must match the active chainId "${wallet.chainId}"`
          return { error: { code: -32602, message } }
        }
        return { result: await wallet.account.signTypedData(data) }
      }
      default:
        return { result: await send(params[0] as Record<string, Hex | undefined>) }
    }
  }

  const client = () => createWalletClient({ account: wallet.account, transport: http(rpcUrl) })

  function send({ to, data, value, gas }: Record<string, Hex | undefined>): Promise<Hex> {
    const transaction = {
      chain: null,
      to: to as Hex,
      data: data ?? '0x',
      value: BigInt(value ?? 0),
      ...(gas !== undefined && { gas: BigInt(gas) }),
    }
    return client().sendTransaction(transaction as never)
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
    icon: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"%3E%3Crect width="32" height="32" rx="8" fill="%231f4fa8"/%3E%3Cpath d="M8 12h16v10H8z" fill="%23fff"/%3E%3C/svg%3E',
    rdns: 'test.gimbal.wallet',
  }
  const detail = Object.freeze({ info, provider })
  const say = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  addEventListener('eip6963:requestProvider', say)
  say()
}
