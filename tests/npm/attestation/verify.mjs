// Verifies DCAP quotes: takes a list of { quote, root, collateral, time } from standard input, prints what came of each.
import { readFileSync } from 'node:fs';
import qvl from '@phala/dcap-qvl';

const bytes = (hex) => Buffer.from(hex, 'hex');

const answers = JSON.parse(readFileSync(0, 'utf8')).map(({ quote, root, collateral, time }) => {
  try {
    const verifier = qvl.QuoteVerifier.newWithRootCa(bytes(root));
    const report = verifier.verify(bytes(quote), collateral, time);
    return { status: report.status, advisories: [...report.advisory_ids].sort() };
  } catch (error) {
    return { error: String(error.message) };
  }
});

console.log(JSON.stringify(answers));
