import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { describeBacktester } from './bundle/backtester.ts'
import { shipMarkets } from './bundle/shippedMarkets.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Whoever builds it, and from where, gets the same bytes: a shell's own setting would bring React's development build.
process.env.NODE_ENV = 'production'

/** The console as a folder of files that works from any place, with relative paths only. */
export default defineConfig({
  root: at('.'),
  base: './',
  plugins: [react(), shipMarkets()],
  // Inserted where it is used: a few hashes.
  define: { __BACKTESTER__: JSON.stringify(describeBacktester()) },
  worker: { format: 'es' },
  build: {
    outDir: at('../build/web'),
    emptyOutDir: true,
    target: 'es2024',
    // Data URLs would need a looser policy, and hide what is loaded.
    assetsInlineLimit: 0,
    // Read by whoever wants to check what runs; not loaded unless a debugger asks.
    sourcemap: false,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    // What every page needs is one file: in many small ones it is larger when packed, and each is asked for by itself.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
})
