import { SiteFileError } from './errors.ts'

/**
 * The bytes of a file of the site.
 *
 * @param siteUrl - Of the folder that the site is in.
 * @throws SiteFileError
 */
export async function fetchSiteFile(
  siteUrl: string,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(new URL(file, siteUrl))
    if (!response.ok) throw new Error(`HTTP status ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SiteFileError(file, `cannot be read (${reason}); try again, or open the site anew`, {
      cause,
    })
  }
}
