/** What a hurried reader of the interface gets wrong: a line of the vault, what it is without care, what the kit says. */
export const vaultFaults = [
  {
    fault: 'ignores Unknown',
    line: 'status != Status.Unknown && ',
    instead: '',
    errors: ['StatusIgnored("Unknown", ', 'refuse it first'],
  },
  {
    fault: 'ignores Halted',
    line: ' && status != Status.Halted',
    instead: '',
    errors: ['StatusIgnored("Halted", 0, ', 'refuse Status.Halted, whatever the age'],
  },
  {
    fault: 'ignores the age',
    line: 'require(status != Status.Active || ageSec <= OLDEST_SEC, StandsStill(status, ageSec));',
    instead: '',
    errors: ['StatusIgnored("Active", 86401', 'above your own limit'],
  },
  {
    fault: 'ignores the largest trade',
    line: 'uint256(values.maxTradeUsd) * 1e6',
    instead: 'type(uint256).max',
    errors: [
      'LimitIgnored("maxTradeUsd", ',
      'StatusIgnored("Stale", ',
      'StatusIgnored("Fallback", ',
    ],
  },
  {
    fault: 'multiplies in 40 bits',
    line: 'uint256(values.maxTradeUsd) * 1e6',
    instead: 'values.maxTradeUsd * 1e6',
    errors: ['NeverActs("maxTradeUsd at its greatest", ', 'widen it before you multiply'],
  },
  {
    fault: 'ignores the interval',
    line: 'lastTradeAt = block.timestamp;',
    instead: '',
    errors: ['LimitIgnored("one trade in a block", ', 'wait from there'],
  },
  {
    fault: 'locks its owner in',
    line: 'SafeERC20.safeTransfer(token, msg.sender, amount);',
    instead:
      '(, Status status, ) = riskParameters.parameters(marketId); require(status == Status.Active); SafeERC20.safeTransfer(token, msg.sender, amount);',
    errors: ['ExitRefused("Unknown", ', 'let users out without reading parameters'],
  },
]
