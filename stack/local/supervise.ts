import { join } from 'node:path'
import type { ChildPart } from './childPart.ts'
import { releaseFolder, type StackState, writeState } from './stateFile.ts'

/** What is ended one after the other, in this order, when all else has ended: each rests on those after it. */
const FOUNDATION = ['graph-node-2', 'graph-node', 'postgres', 'anvil-2', 'anvil']

interface SuperviseOptions {
  folder: string
  /** That of the folder, which is written whenever a part comes. */
  state: StackState
  onStep(step: string, elapsedSec: number): void
  /** Tells a start that it is to end. */
  signal: AbortSignal | undefined
}

export type Supervisor = ReturnType<typeof supervise>

/** Watches over the parts of a stack: all of them end as soon as one does, or when it is told. */
export function supervise({ folder, state, onStep, signal }: SuperviseOptions) {
  const children = new Map<string, ChildPart>()
  /** Parts that do not answer yet. */
  const launching = new Set<Promise<void>>()
  const services: { close(): unknown }[] = []
  const ending = new AbortController()
  let isStopped = false
  let stopping: Promise<void> | undefined
  let saved: Promise<void> = Promise.resolve()

  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  // A caller that does not await `done` gets the failure from the next call.
  done.catch(() => {})
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  const told = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  told.catch(() => {})

  // One after the other: parts may come at the same time.
  const save = () => {
    saved = saved.then(() => {
      state.parts = [...children].map(([name, part]) => ({
        ...part.identity,
        name,
        logFile: part.options.logFile,
        stopSignal: part.stopSignal,
      }))
      return writeState(folder, state)
    })
    return saved
  }
  // A second caller waits for the first stop.
  const stopAll = () => {
    isStopped = true
    stopping ??= endAll()
    return stopping
  }
  const endAll = async () => {
    ending.abort()
    await Promise.allSettled(launching)
    const added = [...children].filter(([name]) => !FOUNDATION.includes(name))
    await Promise.all(added.map(([, part]) => part.stop()))
    for (const name of FOUNDATION) await children.get(name)?.stop()
    for (const service of services) await service.close()
    await saved.catch(() => {})
    await releaseFolder(folder)
  }
  const watch = async (name: string, part: ChildPart) => {
    // Something else has failed while this one was starting.
    if (isStopped) return part.stop()
    children.set(name, part)
    void part.ended.then(async () => {
      if (part.isStopping || isStopped) return
      const error = await part.describeEnd()
      failed.reject(error)
      await stopAll()
      reject(error)
    })
    await save()
  }

  return {
    /** Resolves when it was stopped; rejects with StackPartError, all stopped, if a part has ended unexpectedly. */
    done,
    /** Whoever starts a part gives it up when this is aborted. */
    signal: ending.signal,
    dataDir: join(folder, 'data'),
    logFile: (name: string) => join(folder, 'logs', `${name}.log`),
    isStopped: () => isStopped,
    save,
    watch,
    /** Takes a part under its care as soon as it has started. */
    async launch(name: string, starting: Promise<ChildPart>): Promise<void> {
      const launched = starting.then((part) => watch(name, part))
      launching.add(launched)
      await launched.finally(() => launching.delete(launched))
    },
    /** Closes a service of this process when the parts have ended; at once if they have. */
    async closeAtEnd(service: { close(): unknown }): Promise<void> {
      if (isStopped) await service.close()
      else services.push(service)
    },
    /** Runs a step of the start, unless a part fails meanwhile or the start is told to end. */
    async timed<Result>(step: string, run: () => Promise<Result>): Promise<Result> {
      signal?.throwIfAborted()
      const startedAt = performance.now()
      const result = await Promise.race([run(), failed.promise, told])
      onStep(step, (performance.now() - startedAt) / 1_000)
      return result
    },
    /** Ends parts, and marks all of them first: one may end as soon as another does. */
    async endSome(names: readonly string[], stopSignal?: NodeJS.Signals): Promise<void> {
      const parts = names.flatMap((name) => children.get(name) ?? [])
      for (const part of parts) part.isStopping = true
      for (const part of parts) await part.stop(stopSignal)
    },
    stopAll,
    async stop(): Promise<void> {
      await stopAll()
      resolve()
    },
  }
}
