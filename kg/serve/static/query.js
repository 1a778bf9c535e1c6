"use strict";

const ENDPOINT = "/sparql";
const RESULTS = "application/sparql-results+json";
const MOST_ROWS = 1000;
// What the server draws at most.
const MOST_ENTITIES = 300;
const LONGEST_NAME = 80;
const at = (id) => document.getElementById(id);
let prefixes = {};
let running = null;
let last = null;

/** Make an element; children are elements or text, and text stays text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const editor = new Yasqe(at("editor"), {
  // Nothing is kept, shared or looked up anywhere but here.
  persistenceId: null,
  consumeShareLink: null,
  createShareableLink: null,
  prefixCcApi: null,
  autocompleters: ["variables"],
  showQueryButton: false,
  editorHeight: "20em",
  extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run },
  value: "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\nSELECT * WHERE {\n  ?subject rdfs:label ?name .\n}\nLIMIT 20",
});
editor.getInputField().setAttribute("aria-label", "SPARQL query");

function shorten(iri) {
  const found = Object.entries(prefixes).filter(([, start]) => iri.startsWith(start));
  const [name, start] = found.sort((a, b) => b[1].length - a[1].length)[0] || [];
  return name && iri.length > start.length ? `${name}:${iri.slice(start.length)}` : iri;
}

// Longer texts are set in several lines.
const ONE_LINE = 50;

function lookOf(term) {
  if (/[#/](integer|decimal|double|float)$/.test(term.datatype || "")) return { class: "number" };
  return { dir: "auto", ...(term.value.length > ONE_LINE ? { class: "long" } : {}) };
}

function cell(term) {
  if (!term) return make("td");
  if (term.type !== "uri") return make("td", lookOf(term), term.value);
  const own = term.value.startsWith(prefixes.id);
  if (own) return make("td", {}, make("a", { href: `/id/${encodeURI(term.value.slice(prefixes.id.length))}` }, shorten(term.value)));
  if (!/^https?:/.test(term.value) || shorten(term.value) !== term.value) return make("td", { title: term.value }, shorten(term.value));
  return make("td", {}, make("a", { href: term.value, target: "_blank", rel: "noopener noreferrer" }, term.value));
}

function showTable() {
  press("as-table");
  const { vars, rows } = last;
  const head = make("tr", {}, ...vars.map((name) => make("th", { scope: "col" }, name)));
  const body = rows.slice(0, MOST_ROWS).map((row) => make("tr", {}, ...vars.map((name) => cell(row[name]))));
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  at("results").replaceChildren(table);
  if (rows.length > MOST_ROWS) at("results").append(make("p", {}, `and ${(rows.length - MOST_ROWS).toLocaleString("en")} more rows: take them as CSV`));
}

/** What may be an entity among the results: by its IRI, or by its name. */
function candidatesOf(rows) {
  const found = rows.flatMap((row) => Object.values(row)).flatMap((term) => {
    if (term.type === "uri") return term.value.startsWith(prefixes.entity) ? [["entity", term.value]] : [];
    const plain = term.type === "literal" && !term.datatype && !term["xml:lang"] && term.value.length <= LONGEST_NAME;
    return plain ? [["name", term.value]] : [];
  });
  return [...new Map(found.map((pair) => [pair.join(" "), pair])).values()].slice(0, MOST_ENTITIES);
}

function showGraph() {
  press("as-graph");
  const address = `/view?${new URLSearchParams(candidatesOf(last.rows))}`;
  at("results").replaceChildren(make("iframe", { src: address, title: "The entities of the results, in the graph" }));
}

function press(chosen) {
  for (const id of ["as-table", "as-graph"]) at(id).setAttribute("aria-pressed", String(id === chosen));
}

async function ask(accept, signal) {
  const headers = { "Content-Type": "application/sparql-query", Accept: accept };
  const response = await fetch(ENDPOINT, { method: "POST", headers, body: editor.getValue(), signal });
  const text = await response.text();
  if (!response.ok) throw new Error(text.trim());
  return { text, type: response.headers.get("Content-Type") };
}

function show({ text, type }, seconds) {
  const spent = `${seconds.toFixed(2)} s`;
  if (!type.startsWith(RESULTS)) {
    at("status").textContent = `a graph, ${spent}`;
    at("results").replaceChildren(make("pre", {}, text));
    return;
  }
  const { head, results, boolean } = JSON.parse(text);
  if (boolean !== undefined) {
    at("status").textContent = `${boolean ? "yes" : "no"}, ${spent}`;
    return;
  }
  last = { vars: head.vars, rows: results.bindings };
  const count = last.rows.length;
  at("status").textContent = `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}, ${spent}`;
  at("as-graph").disabled = candidatesOf(last.rows).length === 0;
  at("after").hidden = false;
  showTable();
}

async function run() {
  stop();
  running = new AbortController();
  const mine = running;
  history.replaceState(null, "", `#${new URLSearchParams({ query: editor.getValue() })}`);
  at("after").hidden = true;
  at("stop").disabled = false;
  at("results").replaceChildren();
  at("status").textContent = "running";
  const start = performance.now();
  try {
    const answer = await ask(`${RESULTS}, text/turtle;q=0.9`, mine.signal);
    show(answer, (performance.now() - start) / 1000);
  } catch (error) {
    if (mine !== running) return;
    at("status").textContent = error.name === "AbortError" ? "stopped" : "";
    if (error.name !== "AbortError") at("results").replaceChildren(make("p", { class: "fault", role: "alert" }, error.message));
  }
  at("stop").disabled = true;
}

function stop() {
  if (running) running.abort();
}

async function save(accept, name) {
  const { text } = await ask(accept);
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: accept })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// --- named queries -----------------------------------------------------------------

let named = null;
let offered = new Map();

function choose(query) {
  named = query;
  at("parameter").hidden = !("entity" in query.parameters);
  at("entity").value = "";
  editor.setValue(query.text);
  run();
}

/** Bind ?entity in the query: the one with this name, or all where it is empty. */
function bind() {
  const iri = offered.get(at("entity").value);
  if (!named || (at("entity").value && !iri)) return;
  editor.setValue(iri ? `${named.text.trimEnd()}\nVALUES ?entity { <${iri}> }\n` : named.text);
  run();
}

async function offer() {
  const words = at("entity").value.trim();
  if (!words || offered.has(words)) return bind();
  const response = await fetch(`/api/search?${new URLSearchParams({ q: words })}`);
  const { found } = await response.json();
  offered = new Map(found.map((entity) => [entity.label, entity.iri]));
  at("entities").replaceChildren(...found.map((entity) => make("option", { value: entity.label }, entity.kind)));
  if (offered.has(words)) bind();
  return undefined;
}

async function start() {
  const known = await (await fetch("/api/queries")).json();
  prefixes = known.prefixes;
  at("queries").replaceChildren(...known.queries.map((query) => {
    const [title, ...rest] = query.description.split(": ");
    const button = make("button", { type: "button", "data-name": query.name, title: query.description }, make("b", {}, query.name), " ", rest.join(": ") || title);
    button.addEventListener("click", () => choose(query));
    return make("li", {}, button);
  }));
  const shared = new URLSearchParams(location.hash.slice(1)).get("query");
  if (shared) editor.setValue(shared);
}

at("run").addEventListener("click", run);
at("stop").addEventListener("click", stop);
at("as-table").addEventListener("click", showTable);
at("as-graph").addEventListener("click", showGraph);
at("as-csv").addEventListener("click", () => save("text/csv", "results.csv"));
at("as-json").addEventListener("click", () => save(RESULTS, "results.json"));
at("entity").addEventListener("input", offer);
start();
