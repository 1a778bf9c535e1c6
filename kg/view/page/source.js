// Where the rest of the graph is: nowhere, if this page is a file of its own and holds all that
// it shows; or on the server that it came from, which tells of it when it is asked for.
const served = data.served !== undefined;
// Statements that are asked for at a time.
const PORTION = 100;
// What a link may have asked for at a time.
const MOST_BROUGHT = 40;
// Entity -> how many of its statements the server has told; statement -> 1, when it has told all.
const heard = new Map();
// Why the server has told less than it was asked for.
let unreachable = "";

/** Ask the server, and take in what it tells; what it cannot tell is null. */
async function ask(path, fields) {
  try {
    const response = await fetch(`/api/${path}?${new URLSearchParams(fields)}`);
    const told = response.ok ? await response.json() : null;
    unreachable = response.status >= 500 ? "The server could not answer: this is what it has told before." : "";
    if (told) noteState(told.state);
    return told;
  } catch {
    unreachable = "The server does not answer: this is what it has told before.";
    return null;
  }
}

/** Learn what is said about an entity or a statement; null where there is nothing to wait for. */
function learn(id) {
  if (!served || id === null || heard.has(id)) return null;
  if (data.entities[id]) return statementsOf.get(id).length < data.entities[id].count ? learnMore(id) : null;
  const statement = data.statements[id];
  const told = !statement.more && rivalsOf(statement).length === statement.disagrees.length;
  return told ? null : learnByIri(statement.iri);
}

/** Learn the next statements about an entity. */
async function learnMore(id) {
  const start = heard.get(id) || 0;
  const told = await ask("neighbourhood", { entity: wholeIri(data.entities[id].iri), limit: PORTION, offset: start });
  if (!told) return;
  absorb(told);
  heard.set(id, start + PORTION);
}

/** Learn of what a link names and the page has not. */
async function learnByIri(iri) {
  const entity = iri.startsWith("entity/");
  const told = await (entity
    ? ask("neighbourhood", { entity: wholeIri(iri), limit: PORTION })
    : ask("statement", { iri: wholeIri(iri) }));
  if (!told) return;
  absorb(told);
  heard.set(idOf.get(iri), entity ? PORTION : 1);
}

/** Learn of all that some IRIs name; null where there is nothing to wait for. */
function bring(iris) {
  if (!served) return null;
  const wanted = [...new Set(iris)].filter((iri) => /^(entity|statement)\/./.test(iri)).slice(0, MOST_BROUGHT);
  const asked = wanted.map((iri) => (idOf.has(iri) ? learn(idOf.get(iri)) : learnByIri(iri))).filter(Boolean);
  return asked.length ? Promise.all(asked) : null;
}

function wholeIri(iri) {
  return iri.includes("://") ? iri : data.base + iri;
}

/** How many statements about an entity the page has not been told yet. */
function unheardOf(id) {
  return served ? Math.max(data.entities[id].count - statementsOf.get(id).length, 0) : 0;
}

/** How many entities can be shown. */
function countAll() {
  return served ? data.served.entities : statementsOf.size;
}
