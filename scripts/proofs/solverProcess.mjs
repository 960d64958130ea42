// Answers questions in SMT-LIB 2 with z3: a process of its own, since one that computes cannot be told to stop.
import { init } from 'z3-solver'

const { Z3 } = await init()

process.on('message', async ({ text }) => {
  const config = Z3.mk_config()
  const context = Z3.mk_context(config)
  Z3.del_config(config)
  let answer
  try {
    answer = await Z3.eval_smtlib2_string(context, text)
  } catch (error) {
    answer = `error ${error}`
  }
  Z3.del_context(context)
  process.send?.({ answer })
})
process.on('disconnect', () => process.exit())
process.send?.({ answer: `z3 ${Z3.get_full_version()}` })
