const data = JSON.parse(document.getElementById("data").textContent);

/** Make records, by id, of a table: its rows end where all that follows is empty. */
function unpack(table, letter, empty) {
  return Object.fromEntries(table.rows.map((row, number) => {
    const record = { ...empty };
    row.forEach((value, place) => { record[table.fields[place]] = value; });
    return [`${letter}${number}`, record];
  }));
}

data.entities = unpack(data.entities, "e", { aliases: [], kind: "" });
data.articles = unpack(data.articles, "a", { title: "", outlet: "", date: "", day: "", url: "" });
data.statements = unpack(data.statements, "s", {
  confidence: 0, sources: 0, lines: [], speakers: [], disagrees: [], preferred: false, sentences: [], more: 0, label: "", values: {},
});
for (const statement of Object.values(data.statements)) {
  statement.sentences = statement.sentences.map(([quote, article, speakers = []]) => ({ quote, article, speakers }));
}

const byLabel = (one, other) => {
  const a = data.entities[one].label.toLowerCase();
  const b = data.entities[other].label.toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
};

// Entity -> ids of its statements, the best supported first.
const statementsOf = new Map(Object.keys(data.entities).map((id) => [id, []]));
const statementIds = Object.keys(data.statements).sort((one, other) => {
  const a = data.statements[one];
  const b = data.statements[other];
  return b.sources - a.sources || b.confidence - a.confidence || Number(one.slice(1)) - Number(other.slice(1));
});
for (const id of statementIds) {
  const statement = data.statements[id];
  for (const entity of new Set([statement.subject, statement.object])) statementsOf.get(entity).push(id);
}

/** The other end of a statement. */
function across(statement, id) {
  return statement.subject === id ? statement.object : statement.subject;
}

function neighboursOf(id) {
  return new Set(statementsOf.get(id).map((found) => across(data.statements[found], id)));
}

/** How a line is drawn: what is disputed is so whatever its status. */
function statusOf(statement) {
  return statement.disagrees.length ? "disputed" : statement.status;
}

const STATUSES = ["asserted", "planned", "rumoured", "former", "denied", "disputed"];
const placeOf = (status) => (STATUSES.indexOf(status) + STATUSES.length + 1) % (STATUSES.length + 1);

/** Count what values some records have, the most frequent first. */
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
