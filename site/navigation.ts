/** A part of the navigation; `pages` are paths on the site without their ending, `*` stands for any name. */
interface Section {
  title: string
  pages: readonly string[]
}

/**
 * The documents by what a reader wants, in the order of reading. A page that is named here and not written yet is left
 * out; one that is written and not named fails a test.
 */
export const sections: readonly Section[] = [
  {
    title: 'Start here',
    pages: ['for/voter', 'for/protocol', 'for/operator', 'for/analyst', 'for/researcher'],
  },
  {
    title: 'Understand',
    pages: [
      'model',
      'guarantees',
      'evidence',
      'strategies',
      'portfolios',
      'venues',
      'chains',
      'prices',
    ],
  },
  { title: 'Vote', pages: ['governance', 'console'] },
  {
    title: 'Integrate',
    pages: ['integrate', 'testing-consumers', 'packages', 'source/examples/readme'],
  },
  {
    title: 'Operate',
    pages: ['stack', 'deploy', 'runbook', 'subgraph', 'networks', 'containers', 'scaling'],
  },
  {
    title: 'Backtest and export',
    pages: ['backtest', 'backtest-many-machines', 'backtest-tables', 'markets', 'export'],
  },
  { title: 'Check', pages: ['security', 'properties', 'proofs', 'benchmarks'] },
  { title: 'Look up', pages: ['cli', 'progress', 'adr/*'] },
]

/** The pages among `all` that a section shows, in its order. */
export function pagesOf({ pages }: Section, all: readonly string[]): string[] {
  return pages.flatMap((pattern) => all.filter((page) => matches(pattern, page)).sort())
}

/** Documents that no section shows. */
export function findUnplaced(all: readonly string[]): string[] {
  const patterns = sections.flatMap(({ pages }) => pages)
  return all.filter((page) => !patterns.some((pattern) => matches(pattern, page)))
}

function matches(pattern: string, page: string): boolean {
  const prefix = pattern.replace(/\*$/, '')
  return prefix === pattern ? page === pattern : page.startsWith(prefix)
}

/** An entry of the sidebar, as VitePress takes it. */
export interface SidebarItem {
  text: string
  link?: string
  items?: SidebarItem[]
  collapsed?: boolean
}

/** What the sidebar is made of; pages without their endings. */
export interface SidebarSources {
  /** Documents and what they link to. */
  pages: readonly string[]
  /** Pages of the contracts, below `reference/solidity/`. */
  solidity: readonly { title: string; pages: readonly { title: string; path: string }[] }[]
  /** Pages of the package, below `reference/typescript/`. */
  typescript: readonly string[]
  readTitle(page: string): string
}

/** The sidebars by the beginning of the pages' paths. */
export function createSidebar({
  pages,
  solidity,
  typescript,
  readTitle,
}: SidebarSources): Record<string, SidebarItem[]> {
  const documents = sections
    .map((section) => ({
      text: section.title,
      items: pagesOf(section, pages).map((page) => ({ text: readTitle(page), link: `/${page}` })),
    }))
    .filter(({ items }) => items.length > 0)
  const contracts = solidity.map(({ title, pages: own }) => ({
    text: title,
    collapsed: title !== 'Interfaces',
    items: own.map(({ title: text, path }) => ({ text, link: `/reference/solidity/${path}` })),
  }))
  const packages = typescript.map((name) => ({
    text: `gimbal/${name}`,
    link: `/reference/typescript/${name}`,
  }))
  return {
    '/reference/': [
      { text: 'TypeScript', link: '/reference/typescript/', items: packages },
      { text: 'Solidity', link: '/reference/solidity/', items: contracts },
    ],
    '/': documents,
  }
}
