/** Why no order would be given, in the order of the contract's enum; `none`: one would. */
export const wholeReasons = [
  'none',
  'no-parameters',
  'price-unknown',
  'price-deviates',
  'nothing-told',
  'order-under-way',
  'empty',
  'inside-band',
  'too-soon',
  'trade-too-small',
] as const
export type WholeReason = (typeof wholeReasons)[number]

/** Why a book would trade nothing, in the order of the contract's enum; `none`: it would. */
export const fillReasons = [
  'none',
  'no-order',
  'market-holds',
  'price-unknown',
  'price-deviates',
  'price-outside',
  'too-soon',
  'nothing-to-trade',
] as const
export type FillReason = (typeof fillReasons)[number]

/** What a keeper of the whole does on a chain. */
export const wholeActions = ['order', 'post', 'fill', 'report', 'collect', 'move'] as const
export type WholeAction = (typeof wholeActions)[number]
