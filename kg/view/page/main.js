const hint = document.getElementById("hint");

/** Fill the panel, draw, and bring into view. */
function show(id, still = false) {
  selected = id;
  if (id !== null) {
    // What is chosen by name or link may not be drawn yet.
    const { subject, object } = data.statements[id] || {};
    for (const end of subject ? [subject, object] : [id]) if (!places.has(end)) unfold(end, subject ? 0 : MOST_UNFOLDED);
  }
  if (id === null) showOverview();
  else if (data.statements[id]) showStatement(id);
  else showEntity(id);
  update();
  if (id !== null && !still) reveal(id);
}

let choices = 0;

/** Tell that something is on its way, until it has come. */
async function whileBusy(waiting) {
  document.body.setAttribute("aria-busy", "true");
  await waiting;
  document.body.removeAttribute("aria-busy");
}

/** Select an entity (e...) or a statement (s...), or nothing (null). */
async function select(id) {
  const waiting = learn(id);
  choices += 1;
  const mine = choices;
  if (waiting) await whileBusy(waiting);
  // Something else has been chosen meanwhile.
  if (mine !== choices) return;
  if (id !== null && data.entities[id] && !isWhole()) open(id);
  if (near !== null && id !== null && !litAround(id)) near = null;
  show(id);
  tell(id === null ? "Overview" : panel.querySelector("h2").textContent);
  remember(true);
}

/** Whether a selection is part of the surroundings that are shown. */
function litAround(id) {
  const around = neighboursOf(near).add(near);
  const { subject, object } = data.statements[id] || { subject: id, object: id };
  return around.has(subject) && around.has(object);
}

function isWhole() {
  return places.size >= countAll();
}

function open(id) {
  unfold(id);
  if (!unfolded.includes(id)) unfolded.push(id);
}

function showMore(id) {
  open(id);
  show(id);
  remember(true);
}

/** Ask for more of what is said about an entity. */
async function hearMore(id) {
  await whileBusy(learnMore(id));
  if (selected === id) show(id);
}

/** Show the surroundings of one entity only, or (null) all again. */
async function stayNear(id) {
  const waiting = learn(id);
  if (waiting) await whileBusy(waiting);
  near = id;
  if (id !== null && !isWhole()) open(id);
  show(selected);
  showWhole(true);
  remember(true);
}

function applyFilters() {
  update();
  remember(false);
}

/** Draw anew what depends on the state. */
function update() {
  redraw();
  showFilters();
  const total = countAll();
  const shown = shownIds().size;
  const words = [];
  if (near !== null) words.push(`The surroundings of ${data.entities[near].label}`);
  else if (shown < total) words.push(`${shown.toLocaleString("en")} of ${plural(total, "entity", "entities")} shown`);
  if (near === null && !isWhole()) words.push("select one to unfold what is around it");
  hint.querySelector("span").textContent = words.join(": ");
  hint.querySelector("button").hidden = near === null;
  hint.hidden = !words.length;
}

/** Take all from the address, on opening and when the reader goes back; `still`: as it stands. */
async function restore(still) {
  const waiting = bring(namedInLink());
  if (waiting) {
    if (!still) {
      show(data.focus, true);
      showWhole(false);
    }
    await whileBusy(waiting);
  }
  const { at, given } = recall();
  show(given ? at : data.focus, still);
  if (still) return;
  showWhole(false);
  if (selected !== null && data.dense) reveal(selected);
}

network.on("click", (event) => {
  const node = network.getNodeAt(event.pointer.DOM);
  const edge = edgeByLabel(event.pointer.canvas) ?? network.getEdgeAt(event.pointer.DOM);
  select(node !== undefined ? node : edge !== undefined ? edge : null);
});
network.on("doubleClick", (event) => {
  const node = network.getNodeAt(event.pointer.DOM);
  if (node !== undefined) stayNear(node);
});
for (const kind of ["Node", "Edge"]) {
  network.on(`hover${kind}`, () => { holder.style.cursor = "pointer"; });
  network.on(`blur${kind}`, () => { holder.style.cursor = "default"; });
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (selected !== null) select(null);
  else if (near !== null) stayNear(null);
});
document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
hint.querySelector("button").addEventListener("click", () => stayNear(null));

function repaint(chosen) {
  setTheme(chosen);
  paintKinds();
  redraw();
}

let chosenTheme = null;
document.getElementById("theme").addEventListener("click", () => {
  chosenTheme = root.dataset.theme === "dark" ? "light" : "dark";
  repaint(chosenTheme);
});
darkness.addEventListener("change", () => repaint(chosenTheme));
addEventListener("popstate", () => restore(false));
// Beside a served page is one for queries, which may also hold it.
document.getElementById("query").hidden = !served || window.top !== window;

fillLegend();
fillTimeline();
restore(false);
new ResizeObserver(() => showWhole(false)).observe(holder);

// For scripts and tests: where something is drawn on the page, in pixels.
window.newskg = {
  data,
  select,
  shown: () => ({ entities: [...shownIds()], statements: shownStatements() }),
  place(id) {
    const edge = lines.get(id);
    const box = holder.getBoundingClientRect();
    const spot = edge ? middleOf(edge) : network.getPosition(id);
    const dom = network.canvasToDOM(spot);
    return { x: dom.x + box.left, y: dom.y + box.top };
  },
};
