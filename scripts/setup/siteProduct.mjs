/**
 * The documentation site. It is built on demand only: what runs and what is tested does not need it, and its tools are
 * packages of their own.
 *
 * @type {import('./products.mjs').Product}
 */
export const siteProduct = {
  name: 'site',
  title: 'the documentation site',
  inputs: [
    ...['docs', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'package.json', 'contracts', 'ops'],
    // What the package exports, and what stands in its types.
    ...['abi', 'backtest', 'client', 'core', 'files', 'governance', 'http', 'market'],
    ...['observation', 'query', 'snapshot', 'strategy', 'verify', 'web/public/icon.svg'],
    ...['build.ts', 'buildSite.ts', 'findWarnings.ts', 'navigation.ts', 'package-lock.json'].map(
      (file) => `site/${file}`,
    ),
    ...['.vitepress/config.ts', '.vitepress/theme', 'home', 'links', 'pages', 'reference'].map(
      (path) => `site/${path}`,
    ),
  ],
  output: 'build/site/html',
  command: () => ['site/build.ts'],
}
