/** Whether the console, or its wallet library, keeps something under this name. */
export function isOurs(key: string): boolean {
  return /^(gimbal|wagmi)\./.test(key)
}

/** What is kept under a name, in words. */
export function describeKept(key: string): string {
  if (key === 'gimbal.settings') return 'your network, URLs and colours'
  if (key.startsWith('wagmi.')) return 'which wallet you connected last'
  return 'something of these pages'
}
