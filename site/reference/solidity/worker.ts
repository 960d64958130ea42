import { parentPort, workerData } from 'node:worker_threads'
import { writeSolidity } from './writeSolidity.ts'

const { root, folder }: { root: string; folder: string } = workerData
parentPort?.postMessage(writeSolidity(root, folder))
