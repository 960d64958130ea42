import { z } from 'zod'
import { type UrlName, urlNames } from '../../client/network/schema.ts'
import { httpUrlSetting } from '../../files/settings.ts'

/** Where this browser keeps what its visitor has changed. */
const STORAGE_KEY = 'gimbal.settings'

const urls = z.partialRecord(z.enum(urlNames), httpUrlSetting)

const settingsSchema = z.strictObject({
  /** The network that is shown; the first of the site without it. */
  network: z.string().optional(),
  /** By network: URLs that replace those of its file. */
  urls: z.record(z.string(), urls).default({}),
  /** By network: replicas that replace those of its file. */
  replicaUrls: z.record(z.string(), z.array(httpUrlSetting)).default({}),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
})

/** What a visitor has chosen, in this browser only. */
export type Settings = z.output<typeof settingsSchema>
export type Urls = Partial<Record<UrlName, string>>

/** What was chosen before; the defaults where there is nothing, or nothing that is understood. */
export function readSettings(storage: Pick<Storage, 'getItem'>): Settings {
  try {
    const found = settingsSchema.safeParse(JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}'))
    if (found.success) return found.data
  } catch {
    // No JSON, or a browser that keeps nothing: as if nothing was chosen.
  }
  return settingsSchema.parse({})
}

/** @returns whether the browser keeps it. */
export function writeSettings(storage: Pick<Storage, 'setItem'>, settings: Settings): boolean {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(settings))
    return true
  } catch {
    return false
  }
}
