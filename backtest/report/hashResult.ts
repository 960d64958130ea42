import { type Hex, keccak256, stringToHex } from 'viem'
import type { BacktestResult } from '../result.ts'
import { writeCanonicalJson } from './canonicalJson.ts'

/** The bytes of `result.json`: canonical JSON and a line feed. */
export function formatResult(result: BacktestResult): string {
  return `${writeCanonicalJson(result)}\n`
}

/** keccak256 of a `result.json`: what a proposal's description names. */
export function hashResultText(text: string): Hex {
  return keccak256(stringToHex(text))
}
