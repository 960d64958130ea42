/**
 * Ends the parts of a supervisor that has gone. The supervisor holds the other end of this process's standard input and
 * says there what it has started (`{"pid":1,"stopSignal":"SIGINT"}`) and what has ended (`{"pid":1}`), an object a line.
 * However the supervisor ends, the system then closes the pipe.
 */
import { createInterface } from 'node:readline'
import { identifyProcess, type ProcessIdentity } from '../../../files/processIdentity.ts'
import { endProcess } from '../endProcess.ts'

/** Time for a part to end in order, seconds. Nobody waits for the guard, so it may be long. */
const GRACE_SEC = 20

interface Part extends ProcessIdentity {
  stopSignal: NodeJS.Signals
}

// Whatever ends the supervisor may reach this process too, and must not end it first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

const parts = new Map<number, Part>()
for await (const line of createInterface({ input: process.stdin })) {
  const { pid, stopSignal } = JSON.parse(line)
  parts.delete(pid)
  if (stopSignal === undefined) continue
  const identity = await identifyProcess(pid)
  if (identity !== undefined) parts.set(pid, { ...identity, stopSignal })
}
// The last ones first: they rest on those before.
for (const part of [...parts.values()].reverse()) {
  await endProcess(part, part.stopSignal, GRACE_SEC).catch(() => {})
}
