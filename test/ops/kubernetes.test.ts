import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IStatefulSet } from 'kubernetes-models/apps/v1'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1'
import type { IConfigMap, INamespace, IService } from 'kubernetes-models/v1'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { listVariables } from '../../bot/listVariables.ts'
import { type LoadedConfig, loadConfig } from '../../bot/loadConfig.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { checkTypes } from './support/checkTypes.ts'
import { holdSecrets } from './support/holdSecrets.ts'
import { openHealth } from './support/openHealth.ts'
import { locateOps, readOpsDocuments, readOpsYaml } from './support/readOps.ts'

interface Resource {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
}

const files = await readdir(locateOps('kubernetes'))
const resources = (
  await Promise.all(files.map((file) => readOpsDocuments<Resource>(`kubernetes/${file}`)))
).flat()

function find<Kind>(kind: string): Kind {
  return resources.find((one) => one.kind === kind) as Kind
}

const { spec: set } = find<IStatefulSet>('StatefulSet')
const service = find<IService>('Service')
const { data: configs = {} } = find<IConfigMap>('ConfigMap')
const policy = find<INetworkPolicy>('NetworkPolicy')
const budget = find<IPodDisruptionBudget>('PodDisruptionBudget')

const pod = set?.template.spec
const [container] = pod?.containers ?? []
const names = Array.from({ length: set?.replicas ?? 0 }, (_, at) => `gimbal-replica-${at}`)
const variables = (container?.env ?? []).filter(({ value }) => value !== undefined)
const environment = Object.fromEntries(variables.map(({ name, value }) => [name, `${value}`]))
const mount = '/run/secrets/gimbal'
/** A pod's own secret, as a folder of files. */
const secrets = pod?.volumes?.find(({ name }) => name === 'secrets')?.projected?.sources ?? []
const listKeys = (name: string) => {
  const items = secrets.find(({ secret }) => secret?.name === name)?.secret?.items ?? []
  return items.map(({ key, path }) => ({ key, path }))
}

/** A replica's configuration as its container finds it. */
async function load(name: string): Promise<LoadedConfig> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-kubernetes-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, `${name}.yaml`)
  await writeFile(file, configs[`${name}.yaml`] ?? '')
  const held = listKeys(name).map(({ key }) => key)
  return loadConfig(file, await holdSecrets(environment, { mount, names: held }))
}

describe('ops/kubernetes', () => {
  test('default: every resource is of the form that the API of Kubernetes has, and has no other setting', async () => {
    for (const resource of resources) {
      const models = await import(import.meta.resolve(`kubernetes-models/${resource.apiVersion}`))
      expect(() => new models[resource.kind](resource).validate()).not.toThrow()
    }
    expect(await checkTypes(resources)).toBe('')
    // That a setting is seen that there is not.
    expect(await checkTypes([{ ...budget, specs: {} } as never])).toContain(
      '"specs"\' does not exist',
    )
  })

  test('default: everything is in the namespace, which asks for the strictest rules', () => {
    const { metadata } = find<INamespace>('Namespace')
    expect(metadata?.labels).toHaveProperty(['pod-security.kubernetes.io/enforce'], 'restricted')
    for (const one of resources.filter(({ kind }) => kind !== 'Namespace')) {
      expect(one.metadata.namespace).toBe(metadata?.name)
    }
    expect(resources.map(({ kind }) => kind)).not.toContain('Secret')
  })

  test('P-193 there is a configuration for each pod, found by its name, and the bot accepts it', async () => {
    expect(Object.keys(configs)).toEqual(names.map((name) => `${name}.yaml`))
    expect(container?.args).toEqual(['bot', 'run', '--config', '/etc/gimbal/$(POD_NAME).yaml'])
    for (const name of names) {
      const { config, journal } = await load(name)
      expect(config.name).toBe(name)
      expect(journal).toEqual({ file: '/var/lib/gimbal/journal.sqlite' })
      expect(config.submit?.key).toEqual({ keystore: `${mount}/reporter.json` })
    }
  })

  test('P-193 each pod has a secret of its own, which holds every file that it reads, and sees no other', async () => {
    const read = Object.values(environment).map((path) => path.replace(`${mount}/`, ''))
    for (const name of names) {
      const keys = listKeys(name)
      expect(keys.map(({ key }) => key).toSorted()).toEqual([...read, 'reporter.json'].toSorted())
      for (const { key, path } of keys) expect(path).toBe(`${name}/${key}`)
    }
    expect(secrets).toHaveLength(names.length)
    const own = container?.volumeMounts?.find(({ name }) => name === 'secrets')
    expect(own).toMatchObject({ mountPath: mount, subPathExpr: '$(POD_NAME)', readOnly: true })
  })

  test('P-193 each variable is one that the configurations name, and the reverse', () => {
    const named = Object.values(configs).flatMap((text) => listVariables(parse(text)))
    const wanted = new Set(['GIMBAL_KEYSTORE_PASSWORD', ...named.map(({ name }) => name)])
    const given = Object.keys(environment).map((name) => name.replace(/_FILE$/, ''))
    expect(given.toSorted()).toEqual([...wanted].toSorted())
  })

  test('P-193 the replicas know each other by the names of their service, and send what each asks for', async () => {
    expect(set?.serviceName).toBe(service.metadata?.name)
    const loaded = await Promise.all(names.map(load))
    for (const [at, { peers }] of loaded.entries()) {
      const others = names.flatMap((name, other) => (other === at ? [] : [{ name, other }]))
      expect(peers).toEqual(
        others.map(({ name, other }) => ({
          url: `http://${name}.${service.metadata?.name}:${loaded[other]?.config.sign?.port}/v1/sign`,
          token: loaded[other]?.signToken,
        })),
      )
    }
    expect(new Set(loaded.map(({ signToken }) => signToken)).size).toBe(names.length)
  })

  test('P-193 ports and paths are those of the program, from probe to policy to Prometheus', async () => {
    const ports = new Map(container?.ports?.map(({ name, containerPort }) => [name, containerPort]))
    for (const name of names) {
      const { config } = await load(name)
      expect([config.http.host, config.sign?.host]).toEqual(['0.0.0.0', '0.0.0.0'])
      expect([config.http.port, config.sign?.port]).toEqual([
        ports.get('health'),
        ports.get('sign'),
      ])
    }
    for (const { name = '', port, targetPort } of service.spec?.ports ?? []) {
      expect([port, targetPort]).toEqual([ports.get(name), name])
    }
    const { startupProbe, livenessProbe, readinessProbe } = container ?? {}
    const asked = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet)
    const url = await openHealth(true)
    for (const get of asked) {
      expect(get?.port).toBe('health')
      expect((await fetch(`${url}${get?.path}`)).status).toBe(200)
    }
    const rules = [...(policy.spec?.ingress ?? []), ...(policy.spec?.egress ?? [])]
    const open = rules.flatMap(({ ports: list = [] }) => list.map(({ port }) => port))
    expect(open.filter((port) => typeof port === 'string').toSorted()).toEqual([
      'health',
      'sign',
      'sign',
    ])

    const { scrape_configs: scrapes } = await readOpsYaml<{
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[]
    }>('prometheus/kubernetes.yaml')
    const { name, namespace } = service.metadata ?? {}
    expect(scrapes).toHaveLength(1)
    expect(scrapes[0]?.job_name).toBe('gimbal')
    const health = service.spec?.ports?.find((of) => of.name === 'health')?.port
    // Each by its name: Prometheus misses no target that it was not told of.
    expect(scrapes[0]?.static_configs[0]?.targets).toEqual(
      names.map((pod) => `${pod}.${name}.${namespace}.svc.cluster.local:${health}`),
    )
  })

  test('P-193 all are chosen by one label, and the image is of this release', () => {
    const labels = set?.template.metadata?.labels ?? {}
    for (const selector of [
      set?.selector.matchLabels,
      service.spec?.selector,
      budget.spec?.selector?.matchLabels,
      policy.spec?.podSelector?.matchLabels,
    ]) {
      expect(selector).toEqual(labels)
    }
    expect(container?.image).toMatch(new RegExp(`/gimbal:${packageJson.version}$`))
  })

  test('behavior: a replica runs as nobody, writes to its journal only, and may do nothing else', () => {
    expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001 })
    expect(pod?.automountServiceAccountToken).toBe(false)
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    const written = container?.volumeMounts?.filter(({ readOnly }) => readOnly !== true)
    expect(written?.map(({ mountPath }) => mountPath)).toEqual(['/var/lib/gimbal'])
  })

  test('behavior: as many stay as have to sign, and a push under way has its time', () => {
    // Two of three, the example's threshold.
    expect(names.length - Number(budget.spec?.maxUnavailable)).toBeGreaterThanOrEqual(2)
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30)
    const { startupProbe } = container ?? {}
    // The start gate asks two endpoints and an index, and a keystore takes seconds to open.
    const startSec = (startupProbe?.periodSeconds ?? 0) * (startupProbe?.failureThreshold ?? 0)
    expect(startSec).toBeGreaterThanOrEqual(60)
  })
})
