import { defineConfig } from 'vite'

export default defineConfig({
  // Relative: the built page works in any folder of any server.
  base: './',
  // The core finds its Wasm beside itself. Vite's cache for development would leave the Wasm behind.
  optimizeDeps: { exclude: ['gimbal'] },
  build: { target: 'es2022' },
})
