import { useSyncExternalStore } from 'react'
import { readSettings, SETTINGS_KEY, type Theme, writeSettings } from './settings.ts'
import { browserStorage } from './storage.ts'

const listeners = new Set<() => void>()

/** The theme that was chosen, and how to choose another. It is on the page at once, in every tab. */
export function useTheme(): { theme: Theme; isDark: boolean; choose: (theme: Theme) => void } {
  const theme = useSyncExternalStore(listen, () => readSettings(browserStorage).theme)
  const prefersDark = useSyncExternalStore(listenToSystem, () => darkQuery().matches)
  return { theme, isDark: theme === 'auto' ? prefersDark : theme === 'dark', choose }
}

/** Puts a theme on the page; public/before.js does the same before the first paint. */
function applyTheme({ documentElement }: Pick<Document, 'documentElement'>, theme: Theme): void {
  if (theme === 'auto') delete documentElement.dataset.theme
  else documentElement.dataset.theme = theme
}

function choose(theme: Theme): void {
  writeSettings(browserStorage, { ...readSettings(browserStorage), theme })
  applyTheme(document, theme)
  for (const listener of listeners) listener()
}

function listen(onChange: () => void): () => void {
  const onStorage = ({ key }: StorageEvent) => {
    if (key !== SETTINGS_KEY) return
    applyTheme(document, readSettings(browserStorage).theme)
    onChange()
  }
  listeners.add(onChange)
  addEventListener('storage', onStorage)
  return () => {
    listeners.delete(onChange)
    removeEventListener('storage', onStorage)
  }
}

const darkQuery = () => matchMedia('(prefers-color-scheme: dark)')

function listenToSystem(onChange: () => void): () => void {
  const query = darkQuery()
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}
