/** Run as a process: notes and settles one transaction after the other at argv[2], and prints each once it is safe. */
import { openJournal } from '../../../../bot/journal/openJournal.ts'
import { createPush } from './createPush.ts'

const journal = await openJournal(JSON.parse(process.argv[2] ?? ''))
for (let id = 1; ; id++) {
  const { hash } = createPush(id)
  await journal.add(createPush(id))
  process.stdout.write(`added ${id}\n`)
  await journal.settle({ hash, outcome: 'taken', feeWei: 1n, settledAt: 1_700_000_000 })
  process.stdout.write(`settled ${id}\n`)
}
