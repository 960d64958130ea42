import { delimiter, dirname } from 'node:path'

/** Of the environment only what is not of npm's run in this checkout; Node is the one that runs the tests. */
export function createStrangersEnv(): NodeJS.ProcessEnv {
  const isOurs = (name: string) =>
    /^(npm_(?!config_)|npm_config_(local|global)_prefix$|INIT_CWD$|VITEST|NODE_ENV$|NODE_OPTIONS$)/.test(
      name,
    )
  const inherited = Object.entries(process.env).filter(([name]) => !isOurs(name))
  return Object.assign(Object.fromEntries(inherited), {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    NO_COLOR: '1',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  })
}
