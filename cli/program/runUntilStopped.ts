import { type ExitCode, exitCodes } from './exitCodes.ts'
import { onStopSignal } from './onStopSignal.ts'

/** Something that runs until it is told to stop, and then as long as it needs to end in order. */
interface Service {
  done: Promise<void>
  stop(): Promise<void>
}

/** Starts a service and waits for its end, which a signal brings about. Rejects with what makes it fail. */
export async function runUntilStopped(start: () => Promise<Service>): Promise<ExitCode> {
  const told = Promise.withResolvers<void>()
  const stopListening = onStopSignal(() => told.resolve())
  try {
    const service = await start()
    // Told while it was starting, it stops as soon as it can do so in order.
    void told.promise.then(() => service.stop())
    await service.done
    return exitCodes.ok
  } finally {
    stopListening()
  }
}
