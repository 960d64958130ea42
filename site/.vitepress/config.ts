import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const sidebar = JSON.parse(readFileSync(at('../../build/site/sidebar.json'), 'utf8'))
const { version } = JSON.parse(readFileSync(at('../../package.json'), 'utf8'))

export default defineConfig({
  title: 'Gimbal',
  description:
    'Risk parameters that token holders vote on, a Wasm core computes and a contract recomputes and bounds',
  srcDir: '../build/site/pages',
  outDir: '../build/site/html',
  cacheDir: '../build/site/cache',
  head: [
    ['link', { rel: 'icon', href: '/icon.svg' }],
    ['meta', { name: 'referrer', content: 'no-referrer' }],
  ],
  markdown: {
    // The same anchors as where the documents are read as files.
    anchor: { slugify: slug },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
  },
  themeConfig: {
    logo: { src: '/icon.svg', alt: '' },
    sidebar,
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: {
        detailedView: true,
        miniSearch: {
          searchOptions: {
            fuzzy: 0.1,
            // What is written to be read comes before lists of functions.
            boostDocument: (id: string) => (/^\/?(reference|source)\//.test(id) ? 0.2 : 1),
          },
        },
      },
    },
    nav: [
      {
        text: 'For you',
        items: [
          { text: 'Voters', link: '/for/voter' },
          { text: 'Protocols', link: '/for/protocol' },
          { text: 'Operators', link: '/for/operator' },
          { text: 'Analysts', link: '/for/analyst' },
          { text: 'Researchers', link: '/for/researcher' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Solidity', link: '/reference/solidity/' },
          { text: 'TypeScript', link: '/reference/typescript/' },
          { text: 'Command line', link: '/cli' },
        ],
      },
      { text: 'Figures', link: '/benchmarks' },
      { text: version, link: '/source/CHANGELOG' },
    ],
    docFooter: { prev: 'Before', next: 'Next' },
    footer: { message: 'MIT licence. No cookies, no requests to anyone but this site.' },
  },
  vite: {
    build: {
      // One index holds all pages for the search, and is loaded when somebody searches.
      chunkSizeWarningLimit: 4096,
      reportCompressedSize: false,
    },
  },
})
