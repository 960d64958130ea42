import { whereArgs } from '../network/networkArgs.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { readPort } from '../program/readOptions.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'

/** `gimbal console`: the console in a browser, as a folder for any server, and compared with one that is served. */
export const consoleCommand = defineCommand({
  meta: {
    name: 'console',
    description:
      'Serve the console to browsers of this machine, or write it for any server; docs/console.md',
    examples: [
      'gimbal console',
      'gimbal console --network mainnet,base --out site',
      'gimbal console --check https://console.example/',
    ],
  },
  args: {
    network: {
      type: 'string',
      valueHint: 'NAMES',
      description:
        'Networks to show, with commas (default: the local stack and all of gimbal.yaml and deployments/)',
    },
    config: whereArgs.config,
    dir: whereArgs.dir,
    port: {
      type: 'string',
      valueHint: 'PORT',
      description: 'Port on 127.0.0.1 (default: 4462, or a free one)',
    },
    out: {
      type: 'string',
      valueHint: 'DIR',
      description: 'Serve nothing: write the console with its networks.json into this folder',
    },
    check: {
      type: 'string',
      valueHint: 'URL',
      description:
        'Serve nothing: compare what is served there with what was built here. Exit 4: differs',
    },
  },
  async run({ network, config, dir, port: portText, out, check }) {
    const names = network?.split(',').map((name) => name.trim())
    if (names?.includes('') === true) {
      throw new UsageError('--network has an empty name; give names with commas between them')
    }
    const port = readPort('port', portText)
    const doings = Object.entries({ port, out, check }).filter(([, value]) => value !== undefined)
    if (doings.length > 1) {
      const given = doings.map(([name]) => `--${name}`).join(' and ')
      throw new UsageError(`${given} exclude each other; give one of them`)
    }
    if (check !== undefined) {
      if (names !== undefined) throw new UsageError('--check takes no --network; remove it')
      requireHttpUrl('check', check)
      const { checkSite } = await import('./checkSite.ts')
      return checkSite(check)
    }
    const options = { names, config, dir }
    if (out === undefined) {
      const { runConsole } = await import('./runConsole.ts')
      return runConsole(options, port)
    }
    const { writeConsole } = await import('./writeConsole.ts')
    await writeConsole(out, options)
    return exitCodes.ok
  },
})
