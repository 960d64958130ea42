/** Prints how many milliseconds the first load of the core takes in this process. */
import { loadCore } from '../../core/index.ts'

const start = performance.now()
await loadCore()
console.log(performance.now() - start)
