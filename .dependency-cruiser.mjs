/**
 * Who may import whom: the table of parts. A room imports the rooms that stand in its line, and nothing else of ours;
 * nothing imports in a circle. `npm test` holds every import to it, types included.
 */
const base = ['core', 'files', 'http']

/** Each room with what it may import, from the ground floor up. */
const rooms = {
  abi: [],
  core: [],
  http: ['core'],
  files: ['core', 'http'],
  observation: ['core'],
  prices: [...base, 'abi'],
  query: base,
  governance: [...base, 'abi'],
  snapshot: [...base, 'governance', 'observation'],
  keys: base,
  client: [...base, 'abi', 'governance', 'observation', 'snapshot'],
  verify: [...base, 'abi', 'client', 'governance', 'observation'],
  market: [...base, 'client', 'observation'],
  strategy: ['core'],
  backtest: [...base, 'governance', 'market', 'observation', 'strategy'],
  bot: [
    ...base,
    'abi',
    'backtest',
    'client',
    'governance',
    'keys',
    'observation',
    'prices',
    'query',
    'snapshot',
    'verify',
  ],
  deployments: [...base, 'client'],
  deploy: [...base, 'abi', 'client', 'governance', 'keys'],
  web: [
    ...base,
    'abi',
    'backtest',
    'client',
    'governance',
    'market',
    'observation',
    'query',
    'snapshot',
    'strategy',
    'verify',
  ],
}
const below = Object.keys(rooms)

/** Rooms that may import all of the others but those named. */
const above = { stack: ['cli', 'web'], cli: ['web'] }

const outside = ['bench', 'scripts', 'site', 'test']
const all = [...below, ...Object.keys(above), ...outside]

const folders = (names) => `^(${names.join('|')})/`
const forbid = (room, names) => ({
  name: `${room}-imports-its-table`,
  comment: `${room}/ may not import ${names.join(', ')}: see the table in .dependency-cruiser.mjs`,
  severity: 'error',
  from: { path: folders([room]) },
  to: { path: folders(names) },
})

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'two files that need each other are one file, or share a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-import-of-nothing',
      comment: 'the file is not there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, path: '^\\.' },
    },
    ...below.map((room) =>
      forbid(
        room,
        all.filter((name) => name !== room && !rooms[room].includes(name)),
      ),
    ),
    {
      name: 'cli-frame-knows-no-command',
      comment: 'program/, io/ and network/ serve the command groups and import none of them',
      severity: 'error',
      from: { path: '^cli/(program|io|network)/' },
      to: { path: '^cli/', pathNot: '^cli/(program|io|network)/' },
    },
    ...Object.entries(above).map(([room, names]) => forbid(room, [...names, 'bench', 'test'])),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // Compiled by AssemblyScript, whose imports name no file endings; what is built; projects of their own.
    exclude: { path: '^(assembly|build|contracts|dist|examples|site/node_modules|subgraph)/' },
  },
}
