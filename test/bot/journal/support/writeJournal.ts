/** Run as a process: notes and settles one transaction after the other in argv[2], and prints each once it is safe. */
import { openSqliteJournal } from '../../../../bot/journal/openSqliteJournal.ts'
import { createPush } from './createPush.ts'

const journal = openSqliteJournal(process.argv[2] ?? '')
for (let id = 1; ; id++) {
  const { hash } = createPush(id)
  await journal.add(createPush(id))
  process.stdout.write(`added ${id}\n`)
  await journal.settle({ hash, outcome: 'taken', feeWei: 1n, settledAt: 1_700_000_000 })
  process.stdout.write(`settled ${id}\n`)
}
