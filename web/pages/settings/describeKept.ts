/** Whether the console keeps something under this name. */
export function isOurs(key: string): boolean {
  return key.startsWith('gimbal.')
}

/** What is kept under a name, in words. */
export function describeKept(key: string): string {
  const [, kind = '', rest = ''] = /^gimbal\.(\w+)\.?(.*)$/.exec(key) ?? []
  switch (kind) {
    case 'settings':
      return 'your network, URLs and colours'
    case 'wallet':
      return 'which wallet you connected last'
    case 'draft':
      return `your draft for ${rest}`
    case 'trials':
      return 'how many backtests you ran on the same data, which each result has to tell'
    default:
      return 'something of these pages'
  }
}
