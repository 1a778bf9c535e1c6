const legend = document.getElementById("legend");
legend.open = innerWidth >= NARROW && innerHeight >= NARROW;
const more = document.getElementById("more");
// Rows of the legend list so many at first: kinds are colours, and all of them are told.
const MOST_CHIPS = { Kinds: 20, Lines: 20, Relations: 7, Outlets: 6 };

/** Leave out what has a name, or let it in again. */
function toggle(group, name) {
  if (!filters[group].delete(name)) filters[group].add(name);
  applyFilters();
}

function chip(group, name, count, ...children) {
  const button = make("button", { type: "button", "data-group": group, title: plural(count, "time", "times") }, ...children);
  button.append(make("span", { class: "count", "aria-hidden": "true" }, count.toLocaleString("en")));
  button.addEventListener("click", () => toggle(group, name));
  button.pressed = () => !filters[group].has(name);
  return button;
}

function row(label, chips) {
  if (!chips.length) return null;
  const most = chips.length > MOST_CHIPS[label] + 1 ? MOST_CHIPS[label] : chips.length;
  const rest = chips.slice(most);
  const list = make("div", { class: "chips" }, ...chips.slice(0, most));
  if (rest.length) {
    const opener = make("button", { type: "button", class: "opener" }, `${rest.length} more`);
    opener.addEventListener("click", () => {
      opener.replaceWith(...rest);
      rest[0].focus();
    });
    list.append(opener);
  }
  return make("div", { class: "row", role: "group", "aria-label": label }, make("span", { class: "name", "aria-hidden": "true" }, label), list);
}

function fillLegend() {
  for (const old of legend.querySelectorAll(".row")) old.remove();
  const kinds = data.kinds.filter((kind) => kind.count).map((kind) => chip("kind", kind.name, kind.count, kindDot(kind.name), kind.label));
  const statuses = [...data.whole.status].sort((a, b) => placeOf(a[0]) - placeOf(b[0]));
  const [relations, outlets] = [data.whole.relation, data.whole.outlet];
  const rows = [
    row("Kinds", kinds),
    row("Relations", relations.map(([name, count]) => chip("relation", name, count, wordsOf(name)))),
  ];
  document.getElementById("rows").prepend(...rows.filter(Boolean));
  const lines = row("Lines", statuses.map(([name, count]) => chip("status", name, count, make("span", { class: `stroke ${name}`, "aria-hidden": "true" }), name)));
  const sources = outlets.length > 1 ? row("Outlets", outlets.map(([name, count]) => chip("outlet", name, count, said(name || "not named")))) : null;
  if (lines) rows[0].after(lines);
  if (sources) more.append(sources);
}

const sure = document.getElementById("sure");
sure.addEventListener("input", () => {
  filters.sure = Number(sure.value);
  applyFilters();
});
document.getElementById("clear").addEventListener("click", () => {
  clearFilters();
  applyFilters();
  document.getElementById("search").focus();
});

/** Show in the legend what the filters are, however they came about. */
function showFilters() {
  for (const button of document.querySelectorAll("[data-group]")) button.setAttribute("aria-pressed", String(button.pressed()));
  sure.value = filters.sure;
  sure.setAttribute("aria-valuetext", filters.sure ? `at least ${filters.sure} %` : "any");
  document.getElementById("surest").textContent = filters.sure ? `at least ${filters.sure} %` : "any";
  document.getElementById("clear").hidden = !areNarrow() && !filters.kind.size;
  showDays();
}
