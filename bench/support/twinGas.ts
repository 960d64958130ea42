import hre from 'hardhat'
import { encodeFunctionData } from 'viem'
import type { Row } from '../../core/index.ts'
import type { Figure } from '../figure.ts'
import { gasFigure } from './gasFigure.ts'
import { median } from './median.ts'

/** The largest operand of a root or a quotient. */
const MAX_UINT128 = 2n ** 128n - 1n
/** 2.75 in Q58. */
const EXPONENT_Q58 = 11n << 56n

/** The gas of ModelLib.evaluate over the rows, and of each maths function at one hard operand. */
export async function measureTwinGas(rows: readonly Row[]): Promise<Figure[]> {
  const connection = await hre.network.create()
  try {
    const meter = await connection.viem.deployContract('GasMeter')
    const client = await connection.viem.getPublicClient()
    // A row as the ABI coder takes it: viem wants numbers for the narrow fields, and casts nothing.
    const gasOf = async (functionName: string, args: readonly unknown[]): Promise<number> => {
      const data = encodeFunctionData({ abi: meter.abi, functionName, args } as never)
      const { data: result } = await client.call({ to: meter.address, data })
      return Number(BigInt((result as string).slice(0, 66)))
    }
    const evaluateGas: number[] = []
    for (const { observation, policy } of rows) {
      evaluateGas.push(await gasOf('evaluateGas', [observation, policy]))
    }
    const maths = {
      'mul-div-down-gas': await gasOf('mulDivDownGas', [MAX_UINT128, MAX_UINT128, MAX_UINT128]),
      'mul-div-up-gas': await gasOf('mulDivUpGas', [MAX_UINT128, MAX_UINT128 - 1n, MAX_UINT128]),
      'sqrt-down-gas': await gasOf('sqrtDownGas', [MAX_UINT128]),
      'cbrt-down-gas': await gasOf('cbrtDownGas', [MAX_UINT128]),
      'fourth-root-down-gas': await gasOf('fourthRootDownGas', [MAX_UINT128]),
      'exp2-down-gas': await gasOf('exp2DownGas', [EXPONENT_Q58]),
      'exp-neg-gas': await gasOf('expNegGas', [EXPONENT_Q58]),
    }
    return [
      gasFigure('evm-evaluate-gas', median(evaluateGas), { aim: 19_000 }),
      gasFigure('evm-evaluate-max-gas', Math.max(...evaluateGas)),
      ...Object.entries(maths).map(([name, gas]) => gasFigure(name, gas)),
    ]
  } finally {
    await connection.close()
  }
}
