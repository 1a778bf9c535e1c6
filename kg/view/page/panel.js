const panel = document.getElementById("panel");
// Rows that a list shows at first; a hub of a large graph has hundreds.
const MOST_ROWS = 40;
// What a line of a list shows of a statement; its own page shows all.
const IN_ROWS = new Set(["Role", "Amount", "Date", "Stake", "Round"]);

function entityLink(id) {
  return make("button", { class: "link", type: "button", dir: "auto", onclick: () => select(id) }, data.entities[id].label);
}

/** Write a statement as a line; `about` is the entity that needs no link, and `opens` a statement's id. */
function tripleWords(statement, about, opens) {
  const end = (id) => (id === about ? said(data.entities[id].label) : entityLink(id));
  const words = wordsOf(statement.relation);
  const relation = opens
    ? make("button", { class: "link relation", type: "button", onclick: () => select(opens) }, words)
    : make("span", { class: "relation" }, words);
  return [end(statement.subject), " ", relation, " ", end(statement.object)];
}

function statusTags(statement, always) {
  const tags = [];
  if (always || statement.status !== "asserted") {
    tags.push(make("span", { class: `tag ${statement.status}` }, statement.status));
  }
  if (statement.disagrees.length) {
    const words = statement.preferred ? "disputed, preferred" : "disputed";
    tags.push(make("span", { class: "tag disputed" }, words));
  }
  return tags;
}

function sentenceFigures(statement) {
  const figures = statement.sentences.map((found) => {
    const article = data.articles[found.article];
    const place = [article.outlet, article.date].filter(Boolean).join(", ");
    const caption = make("figcaption", {}, webLink(article.url, article.title));
    if (place) caption.append(make("br"), said(place));
    if (found.speakers.length) caption.append(make("br"), "according to ", said(found.speakers.join(", ")));
    return make("figure", {}, markNames(found.quote, [statement.subject, statement.object]), caption);
  });
  if (statement.more) figures.push(make("p", { class: "note" }, `and ${plural(statement.more, "more sentence", "more sentences")}`));
  return figures;
}

function details(lines) {
  return make("dl", {}, ...lines.flatMap(([name, words]) => [make("dt", {}, name), said(words, "dd")]));
}

function top(...children) {
  const back = make("button", { class: "back", type: "button", onclick: () => select(null) }, "Overview");
  return make("div", { class: "top" }, make("div", { class: "tags" }, ...children), back);
}

function showStatement(id) {
  const statement = data.statements[id];
  const lines = [...statement.lines];
  lines.push(["Confidence", `${Math.round(statement.confidence * 100)} %`]);
  if (statement.speakers.length) lines.push(["According to", statement.speakers.join(", ")]);
  const parts = [
    top(...statusTags(statement, true), make("span", { class: "tag" }, plural(statement.sources, "article", "articles"))),
    make("h2", { class: "triple" }, ...tripleWords(statement)),
    details(lines),
  ];
  const rivals = rivalsOf(statement);
  if (rivals.length) parts.push(make("h3", {}, "Disagrees with"), statementRows(rivals));
  parts.push(make("h3", {}, statement.sentences.length === 1 ? "The sentence" : "The sentences"), ...sentenceFigures(statement));
  fillPanel(parts);
}

function statementRows(ids, about) {
  const list = make("ul", { class: "rows" }, ...ids.slice(0, MOST_ROWS).map((id) => statementRow(id, about)));
  if (ids.length <= MOST_ROWS) return list;
  const rest = make("button", { type: "button", class: "link" }, `and ${(ids.length - MOST_ROWS).toLocaleString("en")} more`);
  rest.addEventListener("click", () => {
    rest.parentElement.replaceWith(...ids.slice(MOST_ROWS).map((id) => statementRow(id, about)));
    panel.focus();
  });
  list.append(make("li", {}, rest));
  return list;
}

/** Write a statement as a line, and below it what it is said with. */
function statementLine(id, about) {
  const statement = data.statements[id];
  const tags = statusTags(statement, false);
  for (const [name, words] of statement.lines) {
    if (IN_ROWS.has(name)) tags.push(make("span", { class: "tag", dir: "auto" }, words));
  }
  const line = make("div", { class: "triple" }, ...tripleWords(statement, about, id));
  return tags.length ? [line, make("div", { class: "tags" }, ...tags)] : [line];
}

function statementRow(id, about) {
  const statement = data.statements[id];
  const row = make("li", {}, ...statementLine(id, about));
  if (statement.sentences.length) {
    const count = plural(statement.sentences.length + statement.more, "sentence", "sentences");
    const summary = make("summary", {}, count);
    // Made when they are asked for: most never are.
    summary.addEventListener("click", () => summary.after(...sentenceFigures(statement)), { once: true });
    row.append(make("details", {}, summary));
  }
  return row;
}

function showEntity(id) {
  const entity = data.entities[id];
  const chip = make("span", { class: "chip", "data-kind": entity.kind }, kindLabel(entity.kind));
  paintKind(chip);
  const parts = [top(chip), said(entity.label, "h2")];
  if (entity.aliases.length) parts.push(said(`also: ${entity.aliases.join(", ")}`, "p"));
  if (entity.aliases.length) parts[parts.length - 1].className = "note";
  parts.push(surroundings(id));
  const groups = new Map();
  for (const found of statementsOf.get(id)) {
    const relation = data.statements[found].relation;
    groups.set(relation, [...(groups.get(relation) || []), found]);
  }
  for (const [relation, ids] of groups) {
    parts.push(make("h3", {}, wordsOf(relation)), statementRows(ids, id));
  }
  if (!groups.size) parts.push(make("p", { class: "note" }, "No statement is about it: it is named as a source, or quoted."));
  const rest = unheardOf(id);
  if (rest) {
    const words = rest > PORTION ? `Tell ${PORTION} of ${rest.toLocaleString("en")} more statements` : `Tell ${plural(rest, "more statement", "more statements")}`;
    parts.push(make("div", { class: "actions" }, make("button", { type: "button", onclick: () => hearMore(id) }, words)));
  }
  fillPanel(parts);
}

function entityButtons(ids) {
  return make("div", { class: "names" }, ...ids.map((id) => {
    const entity = data.entities[id];
    return make("button", { type: "button", onclick: () => select(id) }, kindDot(entity.kind), said(entity.label));
  }));
}

function showOverview() {
  const parts = [
    make("h2", {}, "Overview"),
    make("p", { class: "note" }, "Select an entity or a line of the graph to see what is known, and the sentences that say so."),
  ];
  const later = (id) => rivalsOf(data.statements[id]).filter((other) => numberOf(other) > numberOf(id));
  const disputed = Object.keys(data.statements).filter((id) => later(id).length).sort(bySupport);
  if (disputed.length) {
    parts.push(make("h3", {}, "Where sources disagree"));
    parts.push(make("ul", { class: "rows" }, ...disputed.slice(0, 20).map((id) => {
      const others = rivalsOf(data.statements[id]).flatMap((other) => [
        make("div", { class: "note" }, "but also"),
        ...statementLine(other, null),
      ]);
      return make("li", {}, ...statementLine(id, null), ...others);
    })));
  }
  const ranked = [...statementsOf.keys()].sort((a, b) => countOf(b) - countOf(a) || byLabel(a, b));
  parts.push(make("h3", {}, countAll() > 40 ? "The best connected" : "Entities"), entityButtons(ranked.slice(0, 40)));
  const articles = Object.values(data.articles).sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.title < b.title ? -1 : 1));
  if (articles.length) {
    parts.push(make("h3", {}, "Articles"), make("ul", { class: "rows" }, ...articles.slice(0, 50).map((article) => {
      const place = [article.outlet, article.date].filter(Boolean).join(", ");
      return make("li", {}, webLink(article.url, article.title), place ? make("div", { class: "note" }, said(place)) : null);
    })));
    const rest = Math.max(data.whole.articles, articles.length) - Math.min(articles.length, 50);
    if (rest) parts.push(make("p", { class: "note" }, `and ${plural(rest, "more article", "more articles")}`));
  }
  fillPanel(parts);
}

/** Offer what the graph can show around an entity. */
function surroundings(id) {
  const around = near === id
    ? make("button", { type: "button", onclick: () => stayNear(null) }, "Back to the whole graph")
    : make("button", { type: "button", onclick: () => stayNear(id) }, "Show its surroundings only");
  const folded = [...neighboursOf(id)].filter((other) => !places.has(other)).length;
  const more = folded
    ? make("button", { type: "button", onclick: () => showMore(id) }, folded > MOST_UNFOLDED ? `Show ${MOST_UNFOLDED} of ${folded.toLocaleString("en")} more neighbours` : `Show ${plural(folded, "more neighbour", "more neighbours")}`)
    : null;
  const all = served ? make("a", { href: `/id/${encodeURI(data.entities[id].iri)}`, target: "_top", rel: "noopener" }, "As linked data") : null;
  return make("div", { class: "actions" }, around, more, all);
}

function fillPanel(parts) {
  const focused = panel.contains(document.activeElement);
  if (unreachable) parts.push(make("p", { class: "note", role: "alert" }, unreachable));
  panel.replaceChildren(...parts);
  panel.scrollTop = 0;
  // What was pressed is gone: reading goes on at the top of what it has opened.
  if (focused) panel.focus();
}
