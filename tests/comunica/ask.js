// Ask a SPARQL endpoint the queries that come as a JSON object on standard input.
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const [endpoint] = process.argv.slice(2);
const engine = new QueryEngine();
const answers = {};
for (const [name, query] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const found = await engine.queryBindings(query, { sources: [{ type: "sparql", value: endpoint }] });
  answers[name] = (await found.toArray()).map((row) => Object.fromEntries([...row].map(([variable, term]) => [variable.value, term.value])));
}
process.stdout.write(JSON.stringify(answers));
