// Loaded before the first paint and before the page's own scripts. The policy of the page allows no script inside of it,
// which is why this is a file.

// A page in the other colours never flashes. What is read here is written by network/settings.ts.
try {
  const { theme } = JSON.parse(localStorage.getItem('gimbal.settings') ?? '{}')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // A browser that keeps nothing, or something else under this name: the system's colours.
}

// zod tries whether it may evaluate text as a program, which the policy refuses: it is told before its first schema.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
