// What the page knows: entities (e...), statements (s...) and articles (a...), each by its id.
const data = {};
const LETTERS = { articles: "a", entities: "e", statements: "s" };
const EMPTY = {
  articles: { title: "", outlet: "", date: "", day: "", url: "" },
  entities: { aliases: [], kind: "", size: 16, count: 0 },
  statements: {
    confidence: 0, sources: 0, lines: [], speakers: [], disagrees: [], preferred: false, sentences: [], more: 0, label: "", values: {},
  },
};
const sizes = { articles: 0, entities: 0, statements: 0 };
// An IRI, as the page writes it -> the id of what has it.
const idOf = new Map();
// Entity -> ids of its statements, the best supported first.
const statementsOf = new Map();

/** Take all that a page was made of, in place of all that was known. */
function load(given) {
  Object.assign(data, given, { articles: {}, entities: {}, statements: {} });
  Object.assign(sizes, { articles: 0, entities: 0, statements: 0 });
  idOf.clear();
  statementsOf.clear();
  for (const table of Object.keys(LETTERS)) for (const record of unpack(given[table])) put(table, record);
  rankStatements();
}

/** Make records of a table: its rows end where all that follows is empty. */
function unpack(table) {
  return table.rows.map((row) => {
    const record = {};
    row.forEach((value, place) => { record[table.fields[place]] = value; });
    if (record.sentences) record.sentences = record.sentences.map(([quote, article, speakers = []]) => ({ quote, article, speakers }));
    return record;
  });
}

/** Add a record, or renew the one that has its IRI. */
function put(table, record) {
  const fresh = !idOf.has(record.iri);
  const id = fresh ? `${LETTERS[table]}${sizes[table]++}` : idOf.get(record.iri);
  data[table][id] = { ...EMPTY[table], ...data[table][id], ...record };
  idOf.set(record.iri, id);
  if (fresh && table === "entities") statementsOf.set(id, []);
  if (fresh && table === "statements") for (const end of new Set([record.subject, record.object])) statementsOf.get(end).push(id);
}

/** Leave out the base that most IRIs of a graph begin with. */
function shorten(iri) {
  return iri.startsWith(data.base) ? iri.slice(data.base.length) : iri;
}

/** Take in what a server tells, which calls everything by its IRI. */
function absorb({ nodes = [], articles = [], statements = [] }) {
  const known = (iri) => idOf.get(shorten(iri));
  for (const node of nodes) put("entities", { ...node, iri: shorten(node.iri) });
  for (const article of articles) put("articles", { ...article, iri: shorten(article.iri) });
  for (const statement of statements) {
    const [subject, object] = [known(statement.subject), known(statement.object)];
    const sentences = statement.sentences.map((found) => ({ ...found, article: known(found.article) })).filter((found) => found.article);
    if (subject && object) put("statements", { ...statement, iri: shorten(statement.iri), subject, object, sentences, disagrees: statement.disagrees.map(shorten) });
  }
  rankStatements();
}

function rankStatements() {
  for (const ids of statementsOf.values()) ids.sort(bySupport);
}

function bySupport(one, other) {
  const a = data.statements[one];
  const b = data.statements[other];
  return b.sources - a.sources || b.confidence - a.confidence || numberOf(one) - numberOf(other);
}

const numberOf = (id) => Number(id.slice(1));

function byLabel(one, other) {
  const a = data.entities[one].label.toLowerCase();
  const b = data.entities[other].label.toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How many statements there are about an entity: the page may not have all of them. */
function countOf(id) {
  return Math.max(data.entities[id].count, statementsOf.get(id).length);
}

/** The other end of a statement. */
function across(statement, id) {
  return statement.subject === id ? statement.object : statement.subject;
}

function neighboursOf(id) {
  return new Set(statementsOf.get(id).map((found) => across(data.statements[found], id)));
}

/** The statements that disagree with one, as far as the page knows them. */
function rivalsOf(statement) {
  return statement.disagrees.map((iri) => idOf.get(iri)).filter(Boolean);
}

/** How a line is drawn: what is disputed is so whatever its status. */
function statusOf(statement) {
  return statement.disagrees.length ? "disputed" : statement.status;
}

const STATUSES = ["asserted", "planned", "rumoured", "former", "denied", "disputed"];
const placeOf = (status) => (STATUSES.indexOf(status) + STATUSES.length + 1) % (STATUSES.length + 1);

const readPage = (page) => JSON.parse(page.getElementById("data").textContent);
load(readPage(document));
