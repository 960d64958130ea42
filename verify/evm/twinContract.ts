import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import { type Abi, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem'
import { EvmEngineError } from './errors.ts'

/** The contract twin of the core, deployed on a separate chain inside this process. */
export interface TwinContract {
  abi: Abi
  /** Calls a view function; numbers come back as viem decodes them. */
  call(functionName: string, args: readonly unknown[]): Promise<unknown>
  close(): Promise<void>
}

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const artifactUrl = new URL(
  '../../build/artifacts/contracts/tools/Twin.sol/Twin.json',
  import.meta.url,
)

// Far above what a batch takes (some 10 million), so that gas never decides an outcome.
const CALL_GAS = 2n ** 40n

/**
 * Starts Hardhat's EVM, without a network, and deploys the compiled twin contract there.
 *
 * @throws EvmEngineError if the contract is not built.
 */
export async function deployTwinContract(): Promise<TwinContract> {
  const { abi, bytecode } = await readArtifact()
  const connection = await connect()
  const request = (method: string, params: unknown[]): Promise<unknown> =>
    connection.provider.request({ method, params })

  const [from] = (await request('eth_accounts', [])) as [Hex]
  const gas = `0x${CALL_GAS.toString(16)}`
  const transactionHash = await request('eth_sendTransaction', [{ from, data: bytecode, gas }])
  const receipt = await request('eth_getTransactionReceipt', [transactionHash])
  const { contractAddress: to } = receipt as { contractAddress: Hex }

  return {
    abi,
    async call(functionName, args) {
      const data = encodeFunctionData({ abi, functionName, args })
      try {
        const result = (await request('eth_call', [{ from, to, data, gas }, 'latest'])) as Hex
        return decodeFunctionResult({ abi, functionName, data: result })
      } catch (cause) {
        const [reason] = (cause as Error).message.split('\n')
        const message = `the twin contract cannot answer ${functionName} (${reason})`
        throw new EvmEngineError(`${message}; report the input`, { cause })
      }
    },
    close: () => connection.close(),
  }
}

async function readArtifact(): Promise<{ abi: Abi; bytecode: Hex }> {
  try {
    return JSON.parse(await readFile(artifactUrl, 'utf8'))
  } catch (cause) {
    const path = fileURLToPath(artifactUrl)
    throw new EvmEngineError(
      `the twin contract ${path} cannot be read; build it with \`npm run setup\``,
      { cause },
    )
  }
}

async function connect() {
  const environment = await createHardhatRuntimeEnvironment(
    {
      networks: {
        model: {
          type: 'edr-simulated',
          chainType: 'l1',
          // The EVM version that the contracts are compiled for.
          hardfork: 'osaka',
          allowUnlimitedContractSize: true,
          blockGasLimit: 2n * CALL_GAS,
          transactionGasCap: false,
          initialBaseFeePerGas: 0n,
          gasPrice: 0n,
        },
      },
    },
    {},
    projectRoot,
  )
  return environment.network.create({ network: 'model', chainType: 'l1' })
}
