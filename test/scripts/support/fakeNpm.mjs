/**
 * Stands in for npm in a project made for a test. What it does is told by FAKE_NPM; each start is noted in `npm-calls`,
 * by process id.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

appendFileSync('npm-calls', `${process.pid} ${process.argv.slice(2).join(' ')}\n`)
rmSync('node_modules', { recursive: true, force: true })
mkdirSync('node_modules')
writeFileSync('node_modules/half', '')

const [task, text] = (process.env.FAKE_NPM ?? 'install').split(': ')
if (task === 'fail') {
  console.error(`npm error code ${text}`)
  process.exit(1)
}
if (task === 'unwritten')
  console.error('npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device')
if (task === 'hang' || task === 'unwritten') setInterval(() => {}, 1000)
else if (task === 'slow') setTimeout(installAll, 500)
else installAll()

function installAll() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  for (const path of Object.keys(packages).filter(
    (path) => path && path !== process.env.FAKE_NPM_OMITS,
  )) {
    mkdirSync(path, { recursive: true })
    writeFileSync(`${path}/package.json`, '{}')
    // The packages that bring a Node hold one that starts, or a broken one.
    if (!existsSync('fake-node')) continue
    mkdirSync(`${path}/bin`)
    writeFileSync(`${path}/bin/node`, readFileSync('fake-node'), { mode: 0o755 })
  }
}
