import { formatUnits } from 'viem'

const DIGITS = 6

/**
 * An amount of wei as people read it, with six digits at most: `0.1 ether`. What is asked for is rounded up, so that it
 * is enough; what is there is rounded down.
 */
export function formatEther(wei: bigint, rounding: 'up' | 'down' = 'up'): string {
  const step = 10n ** BigInt(Math.max(0, `${wei}`.length - DIGITS))
  const steps = rounding === 'up' ? (wei + step - 1n) / step : wei / step
  return `${formatUnits(steps * step, 18)} ether`
}
