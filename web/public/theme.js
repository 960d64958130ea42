// Loaded before the first paint, so that a page in the other colours never flashes. What it reads is written by
// network/settings.ts; the policy of the page allows no script inside of it, which is why this is a file.
try {
  const { theme } = JSON.parse(localStorage.getItem('gimbal.settings') ?? '{}')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // A browser that keeps nothing, or something else under this name: the system's colours.
}
