const FORM = /^([+-]?)(\d{0,80})(?:\.(\d{0,80}))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * A decimal number, also with an exponent as `-1.609e-05`, in units of 10^-digits. The digits are taken as they stand, without
 * floating point; rounded to the nearest unit, half away from zero. Undefined if the text is no such number.
 */
export function parseDecimal(text: string, digits: number): bigint | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = FORM.exec(text) ?? []
  if (sign === undefined || whole + fraction === '') return undefined
  const value = BigInt(whole + fraction)
  const power = digits + Number(exponent) - fraction.length
  const scaled = power >= 0 ? value * 10n ** BigInt(power) : divideRounded(value, -power)
  return sign === '-' ? -scaled : scaled
}

function divideRounded(value: bigint, power: number): bigint {
  const divisor = 10n ** BigInt(power)
  return (value + divisor / 2n) / divisor
}
