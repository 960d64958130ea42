import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** A process that cannot be mistaken for a later one with the same id. */
export interface ProcessIdentity {
  pid: number
  /** Its start time, in the system's form. */
  startedAt: string
}

/** The identity of a running process; undefined if there is none, or only a zombie. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = process.platform === 'linux' ? await readProc(pid) : await askPs(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

/** Whether the very process of `identity` still runs. */
export async function isRunning({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(pid))?.startedAt === startedAt
}

// Fields of /proc/PID/stat after the name, which may hold anything: the state first, the start 20th.
async function readProc(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

async function askPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', `${pid}`])
    return stdout.trim() === '' ? undefined : stdout.trim()
  } catch {
    return undefined
  }
}
