import {
  type Address,
  createClient,
  getTypesForEIP712Domain,
  type Hex,
  isAddressEqual,
  isHex,
  type LocalAccount,
  numberToHex,
  serializeTypedData,
  type TransactionSerializable,
  toHex,
} from 'viem'
import { toAccount } from 'viem/accounts'
import { explainNodeFailure } from '../http/explainNodeFailure.ts'
import { nodeTransport } from '../http/nodeTransport.ts'
import { RemoteSignerError } from './errors.ts'

const TIMEOUT_MS = 60_000

/**
 * An account whose key is elsewhere: a signer that speaks JSON-RPC (`eth_accounts`, `eth_signTransaction`,
 * `eth_signTypedData_v4`, `personal_sign`), such as a hardware wallet's bridge. It may ask a person, so it gets a minute to answer.
 *
 * @throws RemoteSignerError if it does not answer, or does not have the account.
 */
export async function createRemoteSigner(url: string, address: Address): Promise<LocalAccount> {
  const client = createClient({
    transport: nodeTransport(url, { retryCount: 0, timeout: TIMEOUT_MS }),
  })
  const { host } = new URL(url)
  const ask = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.request({ method, params } as never)
    } catch (cause) {
      // viem's own message holds the URL, which may hold a secret.
      const { details = 'no answer' } = cause as { details?: string }
      const said = explainNodeFailure(cause)?.what ?? `refuses ${method} (${details})`
      const message = `the signer at ${host} ${said}; start it, or allow it there`
      throw new RemoteSignerError(message, { cause })
    }
  }
  const sign = async (method: string, params: readonly unknown[]): Promise<Hex> => {
    const answer = await ask(method, params)
    const raw = isRaw(answer) ? answer.raw : answer
    if (isHex(raw)) return raw
    throw new RemoteSignerError(`the signer at ${host} answers ${method} with no signature`)
  }

  const accounts = await ask('eth_accounts', [])
  const known = Array.isArray(accounts) ? accounts : []
  if (!known.some((account) => isHex(account) && isAddressEqual(account, address))) {
    throw new RemoteSignerError(
      `the signer at ${host} has no account ${address}, only ${known.join(', ') || 'none'}; give one of its own`,
    )
  }
  return toAccount({
    address,
    signMessage: ({ message }) => {
      const text = typeof message === 'string' ? toHex(message) : message.raw
      return sign('personal_sign', [typeof text === 'string' ? text : toHex(text), address])
    },
    signTransaction: (transaction) =>
      sign('eth_signTransaction', [formatTransaction(transaction, address)]),
    signTypedData: (typedData) => {
      const { domain = {}, types } = typedData as { domain?: object; types: object }
      const complete = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...types }
      const text = serializeTypedData({ ...typedData, types: complete } as never)
      return sign('eth_signTypedData_v4', [address, text])
    },
  }) as LocalAccount
}

function isRaw(answer: unknown): answer is { raw: unknown } {
  return typeof answer === 'object' && answer !== null && 'raw' in answer
}

function formatTransaction(transaction: TransactionSerializable, from: Address): object {
  const { chainId, nonce = 0, gas = 0n, to, value = 0n, data = '0x' } = transaction
  const { maxFeePerGas, maxPriorityFeePerGas, gasPrice } = transaction
  const fees =
    maxFeePerGas === undefined
      ? { gasPrice: numberToHex(gasPrice ?? 0n) }
      : {
          maxFeePerGas: numberToHex(maxFeePerGas),
          maxPriorityFeePerGas: numberToHex(maxPriorityFeePerGas ?? 0n),
        }
  return {
    from,
    to,
    data,
    ...fees,
    nonce: numberToHex(nonce),
    gas: numberToHex(gas),
    value: numberToHex(value),
    ...(chainId !== undefined && { chainId: numberToHex(chainId) }),
  }
}
