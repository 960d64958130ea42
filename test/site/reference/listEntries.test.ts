import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { listEntries } from '../../../site/reference/listEntries.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

test('listEntries default: the parts that TypeScript imports, from the sources of what is exported', () => {
  const manifest = JSON.stringify({
    exports: {
      './core': { types: './dist/core/index.d.ts', default: './dist/core/index.js' },
      './abi': './dist/abi/index.js',
      './core.wasm': './dist/build/core.wasm',
      './contracts/*': './contracts/*',
    },
  })
  expect(listEntries(manifest, root)).toEqual([{ name: 'core', file: `${root}core/index.ts` }])
})
