import { loadCore, type OutOfDomainError, type Parameters, type Row } from '../../core/index.ts'

/** The result of a row: the target, or the error that refuses it. */
export type Outcome = Parameters | OutOfDomainError

/** Something that evaluates the model. */
export interface Engine {
  /** One outcome a row, in the order of the rows. */
  evaluateBatch(rows: readonly Row[]): Promise<readonly Outcome[]>
  close(): Promise<void>
}

export const engineNames = ['wasm', 'evm'] as const
type EngineName = (typeof engineNames)[number]

/** Engines in use, under their names: one, or two that must agree. */
export type Engines = Partial<Record<EngineName, Engine>>

/** Starts the engines of that name. `both` starts all. */
export async function createEngines(name: EngineName | 'both'): Promise<Engines> {
  const wasm = name === 'evm' ? undefined : await createWasmEngine()
  const evm = name === 'wasm' ? undefined : await startEvmEngine()
  return { ...(wasm && { wasm }), ...(evm && { evm }) }
}

async function startEvmEngine(): Promise<Engine> {
  // Only here: Hardhat takes a while to load, and most runs have no use for it.
  const { createEvmEngine } = await import('../../verify/evm/evmEngine.ts')
  return createEvmEngine()
}

async function createWasmEngine(): Promise<Engine> {
  const core = await loadCore()
  return {
    evaluateBatch: async (rows) => core.evaluateBatch(rows),
    close: async () => {},
  }
}
