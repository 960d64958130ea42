import { findNetwork } from '../../client/network/findNetwork.ts'
import { listNetworks } from '../../client/network/listNetworks.ts'
import { describeNetworks } from './describeNetworks.ts'

/** What chooses the networks of a site, from a command's arguments. */
export interface SiteOptions {
  /** As `--network` takes them; every network that has a name here without it. */
  names: readonly string[] | undefined
  config: string | undefined
  dir: string | undefined
}

/** The networks of a site, and what is to be said beside them. */
export interface Site {
  names: string[]
  /** Of networks.json. */
  content: object
  notes: string[]
  /** More of them, for a site that others will open. */
  ownMachine: string[]
}

/**
 * Reads the networks of a site from the files that every command reads.
 *
 * @throws NetworkConfigError if one that was asked for by its name is not there or wrong. Without names, wrong files are
 *   told in `notes`, and the others count.
 */
export async function readSite({ names, config, dir }: SiteOptions): Promise<Site> {
  const { networks, faults } =
    names === undefined
      ? await listNetworks({ config, dir })
      : {
          networks: await Promise.all(
            names.map((network) => findNetwork({ network, config, dir })),
          ),
          faults: [],
        }
  const { content, withheld, ownMachine } = describeNetworks(networks)
  return {
    names: networks.map(({ name }) => name),
    content,
    notes: [...faults.map(({ message }) => message), ...withheld],
    ownMachine,
  }
}
