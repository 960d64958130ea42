import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Parts of the console with data that no stack has, for benchmarks and tests. Not part of the site. */
export default defineConfig({
  root: at('.'),
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  logLevel: 'error',
  build: {
    outDir: at('../../build/bench/console'),
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
})
