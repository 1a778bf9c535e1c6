function save(name, content) {
  const address = URL.createObjectURL(content);
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** The statements whose lines are on the screen, in the order of the page's data. */
function shownStatements() {
  return [...lines.keys()].filter((id) => !edges.get(id).hidden).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

function savePicture() {
  const drawn = holder.querySelector("canvas");
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [drawn.width, drawn.height];
  const context = sheet.getContext("2d");
  context.fillStyle = colourOf("page");
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(drawn, 0, 0);
  sheet.toBlob((content) => save("graph.png", content), "image/png");
}

/** Write a cell; one that a spreadsheet would take for a formula becomes text. */
function cell(value) {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeTable() {
  const rows = [["subject", "relation", "object", "status", "confidence", "sources", "qualifiers", "article", "outlet", "date", "url", "sentence"]];
  for (const id of shownStatements()) {
    const statement = data.statements[id];
    const about = [
      data.entities[statement.subject].label, data.relations[statement.relation], data.entities[statement.object].label,
      statement.status, statement.confidence, statement.sources, statement.lines.map(([name, words]) => `${name}: ${words}`).join("; "),
    ];
    const found = statement.sentences.length ? statement.sentences : [null];
    for (const sentence of found) {
      const article = sentence ? data.articles[sentence.article] : null;
      rows.push([...about, ...(article ? [article.title, article.outlet, article.day, article.url, sentence.quote] : ["", "", "", "", ""])]);
    }
  }
  return rows.map((row) => `${row.map((value) => (typeof value === "number" ? String(value) : cell(value))).join(",")}\r\n`).join("");
}

const TERMS = new Set(["amountPrecision", "datePrecision"]);
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

function iriTerm(iri) {
  const whole = iri.includes("://") ? iri : data.base + iri;
  return `<${whole.replace(/[\u0000-\u0020<>"{}|^`\\]/g, escaped)}>`;
}

function textTerm(text, type) {
  const quoted = `"${text.replace(/[\u0000-\u001f"\\\u007f]/g, escaped)}"`;
  return type ? `${quoted}^^<http://www.w3.org/2001/XMLSchema#${type}>` : quoted;
}

function valueTerm(name, value) {
  if (TERMS.has(name)) return iriTerm(data.schema + value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return textTerm(String(value), Number.isInteger(value) ? "integer" : "decimal");
  return textTerm(value, name === "date" ? "date" : "");
}

/** Write what is shown as the graph of the build has it: entities, plain triples, statements. */
function writeTurtle() {
  const ids = shownStatements();
  const triples = [];
  const add = (subject, predicate, term) => triples.push(`${subject} ${predicate} ${term} .`);
  for (const id of new Set(ids.flatMap((found) => [data.statements[found].subject, data.statements[found].object]))) {
    const entity = data.entities[id];
    if (entity.kind) add(iriTerm(entity.iri), "a", iriTerm(data.schema + entity.kind));
    add(iriTerm(entity.iri), "rdfs:label", textTerm(entity.label));
    for (const alias of entity.aliases) add(iriTerm(entity.iri), "skos:altLabel", textTerm(alias));
  }
  for (const id of ids) {
    const statement = data.statements[id];
    const [node, relation] = [iriTerm(statement.iri), iriTerm(data.schema + statement.relation)];
    const [subject, object] = [statement.subject, statement.object].map((end) => iriTerm(data.entities[end].iri));
    if (statement.status === "asserted") add(subject, relation, object);
    add(node, "a", "kg:Statement");
    add(node, "rdf:subject", subject);
    add(node, "rdf:predicate", relation);
    add(node, "rdf:object", object);
    add(node, "kg:status", iriTerm(data.schema + statement.status));
    add(node, "kg:confidence", valueTerm("confidence", statement.confidence));
    add(node, "kg:sources", valueTerm("sources", statement.sources));
    for (const [name, value] of Object.entries(statement.values)) add(node, iriTerm(data.schema + name), valueTerm(name, value));
  }
  return [
    `@prefix rdf: <${RDF}> .`, "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", `@prefix kg: <${data.schema}> .`, "", ...triples, "",
  ].join("\n");
}

const menu = document.getElementById("save");
for (const [id, work] of [
  ["as-png", savePicture],
  ["as-turtle", () => save("graph.ttl", new Blob([writeTurtle()], { type: "text/turtle" }))],
  ["as-csv", () => save("graph.csv", new Blob([writeTable()], { type: "text/csv" }))],
]) {
  document.getElementById(id).addEventListener("click", () => {
    work();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
