// One job a line on standard input, one answer a line on standard output.
import { createInterface } from 'node:readline'
import { calculate_state_root, create_proof, decode_proof } from '@acala-network/chopsticks-executor'

const jobs = {
  root: ({ entries, version }) => calculate_state_root(entries, version),
  decode: ({ root, nodes }) => decode_proof(root, nodes),
  update: ({ nodes, updates }) => create_proof(nodes, updates),
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line)
  let answer
  try {
    answer = { result: await jobs[job.job](job) }
  } catch (error) {
    answer = { error: String(error) }
  }
  console.log(JSON.stringify(answer))
}
