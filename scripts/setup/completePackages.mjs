/**
 * @typedef {object} Entry
 * @property {string} [version]
 * @property {string[]} [cpu]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const processors = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]

/**
 * Adds the optional packages that are missing from a lock file's list.
 *
 * npm leaves platform packages that the registry at hand does not serve out of the lock file, and `npm ci` then refuses
 * the file everywhere. Their version stands in the package that wants them, their platform in their name; only the
 * checksum stays unknown, until the file is written where they are served.
 *
 * @param {Record<string, Entry>} packages By path in node_modules.
 * @returns {Record<string, Entry>} In npm's order.
 * @throws if a missing package has no exact version or names no platform.
 */
export function completePackages(packages) {
  const whole = { ...packages }
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const found = foldersAbove(path)
        .map((folder) => whole[`${folder}node_modules/${name}`])
        .find(Boolean)
      const isExact = /^\d+\.\d+\.\d+[^ ]*$/.test(version)
      if (found !== undefined && (found.version === version || !isExact)) continue
      if (!isExact) {
        throw new Error(
          `${path} wants ${name}@${version}, which the registry does not serve: pin it by hand`,
        )
      }
      const folder = found === undefined ? '' : `${path}/`
      const { os, cpu, libc } = platformOf(name)
      // In the order of npm's own entries, so that npm changes nothing when it writes the file again.
      whole[`${folder}node_modules/${name}`] = {
        version,
        cpu,
        ...(dev && { dev }),
        ...(libc && { libc }),
        optional: true,
        os,
      }
    }
  }
  return Object.fromEntries(Object.entries(whole).sort(([a], [b]) => a.localeCompare(b, 'en')))
}

/** Where Node looks for what a package imports, nearest first. @param {string} path @returns {string[]} */
function foldersAbove(path) {
  if (path === '') return ['']
  const at = path.lastIndexOf('node_modules/')
  return [`${path}/`, ...foldersAbove(path.slice(0, at).replace(/\/$/, ''))]
}

/** @param {string} name */
function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = words.find((word) => systems.includes(word))
  const cpu = words.find((word) => processors.includes(word))
  if (os === undefined || cpu === undefined) {
    throw new Error(
      `${name} is missing from the registry, and its name tells no platform: add it by hand`,
    )
  }
  const libc = words.map(libcOf).find(Boolean)
  return { os: [os], cpu: [cpu], libc: libc && [libc] }
}

/** The C library that a word names: `gnu`, `gnueabihf`, `musl`. @param {string} word */
function libcOf(word) {
  if (word.startsWith('gnu')) return 'glibc'
  return word.startsWith('musl') ? 'musl' : undefined
}
