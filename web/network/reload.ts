import { readSettings, type Settings, writeBefore, writeSettings } from './settings.ts'
import { browserStorage, tabStorage } from './storage.ts'

/**
 * Keeps settings and loads the page again on its settings, where it says what came of them: a policy of the page lets it
 * ask another service only from its start on.
 *
 * @returns false if the browser keeps nothing; the page stays then.
 */
export function saveAndReload(settings: Settings): boolean {
  writeBefore(tabStorage, readSettings(browserStorage))
  if (!writeSettings(browserStorage, settings)) return false
  location.hash = '/settings'
  location.reload()
  return true
}
