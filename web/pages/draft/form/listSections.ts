import {
  type ChangeKind,
  describeFields,
  type FieldDescription,
  parameterMeanings,
} from '../../../../governance/index.ts'

/** Fields that stand together. */
export interface Section {
  /** Undefined: they stand without a heading of their own. */
  title: string | undefined
  meaning?: string
  fields: readonly FieldDescription[]
}

/** The fields of a kind of change as the form shows them; those of bounds by parameter. */
export function listSections(kind: ChangeKind): readonly Section[] {
  return sections[kind]
}

const bare = (kind: ChangeKind): Section[] => [{ title: undefined, fields: describeFields(kind) }]

/** Bounds have five values for each parameter: a voter thinks of the parameter. */
function listBounds(fields: readonly FieldDescription[]): Section[] {
  const last = (path: string) => path.split('.').at(-1) ?? ''
  const byParameter = Object.entries(parameterMeanings).map(([name, meaning]): Section => {
    const own = fields.filter(({ path }) => path.split('.').length === 3 && last(path) === name)
    return { title: own[0]?.name ?? name, meaning, fields: own }
  })
  const times = fields.filter(({ path }) => path.split('.').length === 2)
  return [...byParameter, { title: 'over time', meaning: 'how often', fields: times }]
}

function listRemoteMarket(): Section[] {
  const fields = describeFields('remote-market')
  const of = (group: string) => fields.filter(({ path }) => path.startsWith(`${group}.`))
  return [
    ...listBounds(of('bounds')).map((section) => ({
      ...section,
      title: `bounds: ${section.title}`,
    })),
    { title: 'fallback', meaning: 'values when none is fresh', fields: of('fallback') },
    {
      title: 'times',
      meaning: 'how fast values move, and how old they may be',
      fields: of('timing'),
    },
  ]
}

function listMarket(): Section[] {
  const fields = describeFields('market')
  const of = (group: string) => fields.filter(({ path }) => path.startsWith(`${group}.`))
  return [
    { title: 'policy', meaning: "the model's settings", fields: of('policy') },
    ...listBounds(of('bounds')).map((section) => ({
      ...section,
      title: `bounds: ${section.title}`,
    })),
    { title: 'fallback', meaning: 'values when none is fresh', fields: of('fallback') },
    { title: 'freshness', meaning: 'how old they may be', fields: of('freshness') },
    { title: 'source', meaning: 'what is measured', fields: of('source') },
    { title: 'model', meaning: 'what evaluates it', fields: describeFields('model') },
  ]
}

const sections: Readonly<Record<ChangeKind, readonly Section[]>> = {
  policy: bare('policy'),
  bounds: listBounds(describeFields('bounds')),
  fallback: bare('fallback'),
  reporters: [],
  freshness: bare('freshness'),
  source: bare('source'),
  model: bare('model'),
  market: listMarket(),
  resume: [],
  'remote-market': listRemoteMarket(),
  'remote-resume': [],
}
