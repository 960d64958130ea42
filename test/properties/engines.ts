import {
  type BoundsCase,
  type BoundsOutcome,
  type BoundsRefusal,
  type Core,
  loadCore,
  type OutOfDomainError,
  type Parameters,
  type Row,
} from '../../core/index.ts'
import { createEvmEngine } from '../../verify/evm/evmEngine.ts'

/** One of the two engines, seen from a property: rows in, one outcome a row. */
export interface EngineUnderTest {
  evaluateBatch(rows: readonly Row[]): Promise<(Parameters | OutOfDomainError)[]>
  applyBoundsBatch(cases: readonly BoundsCase[]): Promise<(BoundsOutcome | BoundsRefusal)[]>
  close(): Promise<void>
}

export const engineNames = ['wasm', 'evm'] as const
export type EngineName = (typeof engineNames)[number]

export async function startEngine(name: EngineName): Promise<EngineUnderTest> {
  return name === 'wasm' ? wasmEngine(await loadCore()) : createEvmEngine()
}

function wasmEngine(core: Core): EngineUnderTest {
  return {
    evaluateBatch: async (rows) => core.evaluateBatch(rows),
    applyBoundsBatch: async (cases) => core.applyBoundsBatch(cases),
    close: async () => {},
  }
}
