import { zeroAddress } from 'viem'
import type { Source } from '../../../observation/index.ts'

/** A pool of a dollar (token0) and the native coin, on a chain whose gas limit counts and that has no data fee. */
export function createSource(change: Partial<Source> = {}): Source {
  return {
    pool: '0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640',
    nativePool: '0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640',
    portfolio: '0x00000000000000000000000000000000000000f1',
    gasPriceOracle: zeroAddress,
    isQuoteToken0: true,
    quoteDecimals: 6,
    isNativeToken0: false,
    nativeQuoteDecimals: 6,
    hasGasLimit: true,
    segmentOffsetSec: 0,
    startVarianceWad: 0n,
    startDepthRefUsd6: 0n,
    ...change,
  }
}
