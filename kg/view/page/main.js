/** Select an entity (e...) or a statement (s...), or nothing (null). */
function select(id) {
  selected = id;
  if (id === null) showOverview();
  else if (data.statements[id]) showStatement(id);
  else showEntity(id);
  redraw();
  if (id !== null) reveal(id);
}

function toggle(hidden, name, button) {
  const shown = hidden.delete(name);
  if (!shown) hidden.add(name);
  button.setAttribute("aria-pressed", String(shown));
  redraw();
}

function legendButton(hidden, name, ...children) {
  const button = make("button", { type: "button", "aria-pressed": "true" }, ...children);
  button.addEventListener("click", () => toggle(hidden, name, button));
  return button;
}

function fillLegend() {
  const legend = document.getElementById("legend");
  for (const kind of data.kinds) {
    legend.append(legendButton(hiddenKinds, kind.name, kindDot(kind.name), kind.label));
  }
  const present = new Set(data.edges.map(edgeClass));
  const order = ["asserted", "planned", "rumoured", "former", "denied", "disputed"];
  const statuses = [...order.filter((name) => present.has(name)), ...[...present].filter((name) => !order.includes(name)).sort()];
  if (statuses.length) legend.append(make("span", { class: "gap" }));
  for (const status of statuses) {
    legend.append(legendButton(hiddenStatuses, status, make("span", { class: `stroke ${status}`, "aria-hidden": "true" }), status));
  }
}

network.on("click", (event) => {
  const node = network.getNodeAt(event.pointer.DOM);
  const edge = edgeByLabel(event.pointer.canvas) ?? network.getEdgeAt(event.pointer.DOM);
  select(node !== undefined ? node : edge !== undefined ? edge : null);
});
for (const kind of ["Node", "Edge"]) {
  network.on(`hover${kind}`, () => { holder.style.cursor = "pointer"; });
  network.on(`blur${kind}`, () => { holder.style.cursor = "default"; });
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && selected !== null) select(null); });
document.getElementById("closer").addEventListener("click", () => zoom(1.3));
document.getElementById("farther").addEventListener("click", () => zoom(1 / 1.3));
document.getElementById("whole").addEventListener("click", () => showWhole(true));
document.getElementById("theme").addEventListener("click", () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  paintKinds();
  redraw();
});

fillLegend();
select(data.focus);
showWhole(false);
new ResizeObserver(() => showWhole(false)).observe(holder);

// For scripts and tests: where something is drawn on the page, in pixels.
window.newskg = {
  select,
  place(id) {
    const edge = data.edges.find((found) => found.id === id);
    const box = holder.getBoundingClientRect();
    const spot = edge ? middleOf(edge) : network.getPosition(id);
    const dom = network.canvasToDOM(spot);
    return { x: dom.x + box.left, y: dom.y + box.top };
  },
};
