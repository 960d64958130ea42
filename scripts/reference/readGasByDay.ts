import { fileURLToPath } from 'node:url'
import { readTextFile } from '../../files/readTextFile.ts'

const DAY_SEC = 86_400

/**
 * Average gas price on Ethereum by the UTC day, wei per unit of gas, by its midnight in unix seconds: 2023-01-01 to 2024-07-01.
 * Source: cagatayozbek/ethereum-gas-price-prediction, MIT.
 */
export async function readGasByDay(): Promise<ReadonlyMap<number, number>> {
  const text = await readTextFile(fileURLToPath(new URL('gasByDay.csv', import.meta.url)))
  const lines = text.trim().split('\n').slice(1)
  return new Map(lines.map((line) => line.split(',').map(Number) as [number, number]))
}

/** @throws RangeError if the day's gas is not recorded. */
export function findGas(gasByDay: ReadonlyMap<number, number>, at: number): number {
  const gasPriceWei = gasByDay.get(Math.floor(at / DAY_SEC) * DAY_SEC)
  if (gasPriceWei === undefined) throw new RangeError(`no gas price is recorded at ${at}`)
  return gasPriceWei
}
