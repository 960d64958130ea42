// Answers questions in SMT-LIB 2 with z3: a process of its own, since one that computes cannot be told to stop.
import { init } from 'z3-solver'

const { em, Z3 } = await init()

/**
 * As the package's own `eval_smtlib2_string`, which hands the text over on a stack that is used again while another thread still
 * reads it: some of many thousand questions came to be other ones.
 *
 * @param {import('z3-solver').Z3_context} context
 * @param {string} text
 * @returns {Promise<string>}
 */
async function evaluate(context, text) {
  const bytes = new TextEncoder().encode(`${text}\0`)
  const place = em._malloc(bytes.length)
  try {
    em.HEAPU8.set(bytes, place)
    const types = ['number', 'number']
    const call = () => em.ccall('async_Z3_eval_smtlib2_string', 'void', types, [context, place])
    return await em.async_call(call)
  } finally {
    em._free(place)
  }
}

process.on('message', async ({ text }) => {
  const config = Z3.mk_config()
  const context = Z3.mk_context(config)
  Z3.del_config(config)
  let answer
  try {
    answer = await evaluate(context, text)
  } catch (error) {
    answer = `error ${error}`
  }
  Z3.del_context(context)
  process.send?.({ answer })
})
process.on('disconnect', () => process.exit())
process.send?.({ answer: `z3 ${Z3.get_full_version()}` })
