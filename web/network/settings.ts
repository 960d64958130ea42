import { z } from 'zod'
import type { Network } from '../../client/network/network.ts'
import { type UrlName, urlNames } from '../../client/network/schema.ts'
import { httpUrlSetting } from '../../files/settings.ts'

/** Where this browser keeps what its visitor has changed; public/before.js reads it as well. */
export const SETTINGS_KEY = 'gimbal.settings'
/** Where a tab keeps what was chosen before the latest change, so that it can be undone. */
const BEFORE_KEY = 'gimbal.before'

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
export type Theme = Settings['theme']

/** What was chosen before; the defaults where there is nothing, or nothing that is understood. */
export function readSettings(storage: Pick<Storage, 'getItem'>): Settings {
  return parse(storage.getItem(SETTINGS_KEY)) ?? settingsSchema.parse({})
}

/** @returns whether the browser keeps it. */
export function writeSettings(storage: Pick<Storage, 'setItem'>, settings: Settings): boolean {
  return tryWrite(storage, SETTINGS_KEY, settings)
}

/** Keeps what was chosen until now, for `readBefore`. */
export function writeBefore(storage: Pick<Storage, 'setItem'>, settings: Settings): void {
  tryWrite(storage, BEFORE_KEY, settings)
}

/** What was chosen before the latest change in this tab; undefined if there was none. */
export function readBefore(storage: Pick<Storage, 'getItem'>): Settings | undefined {
  return parse(storage.getItem(BEFORE_KEY))
}

/** The latest change counts as kept. */
export function forgetBefore(storage: Pick<Storage, 'removeItem'>): void {
  storage.removeItem(BEFORE_KEY)
}

/** The services of a network as a visitor has typed them: empty is what the site has. */
export interface TypedServices {
  urls: Readonly<Partial<Record<UrlName, string>>>
  replicaUrls: readonly string[]
}

/**
 * Settings with the services of one network. What is as the site has it is not kept, so that a change of the site reaches
 * its visitor.
 *
 * @param original - The network as its site has it.
 */
export function changeServices(
  settings: Settings,
  original: Network,
  { urls, replicaUrls }: TypedServices,
): Settings {
  const { name } = original
  const own = urlNames.flatMap((of) => {
    const url = urls[of] ?? ''
    return url === '' || url === original[of] ? [] : [[of, url] as const]
  })
  const isSame =
    replicaUrls.length === original.replicaUrls.length &&
    replicaUrls.every((url, at) => url === original.replicaUrls[at])
  return {
    ...settings,
    urls: replaceKey(settings.urls, name, own.length === 0 ? undefined : Object.fromEntries(own)),
    replicaUrls: replaceKey(settings.replicaUrls, name, isSame ? undefined : [...replicaUrls]),
  }
}

function replaceKey<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
  value: Value | undefined,
): Record<string, Value> {
  const others = Object.entries(record).filter(([name]) => name !== key)
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]])
}

function tryWrite(storage: Pick<Storage, 'setItem'>, key: string, settings: Settings): boolean {
  try {
    storage.setItem(key, JSON.stringify(settings))
    return true
  } catch {
    return false
  }
}

function parse(text: string | null): Settings | undefined {
  if (text === null) return undefined
  try {
    return settingsSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
