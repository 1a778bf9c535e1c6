const holder = document.getElementById("graph");
const hiddenKinds = new Set();
const hiddenStatuses = new Set();
const DASHES = { planned: [9, 6], rumoured: [2, 5], former: [14, 8], denied: [5, 5] };
const EDGE_FONT = 13;
const NARROW = 600;
// The zoom at which labels are as large as small print.
const READABLE = 0.6;
const places = new Map(data.nodes.map((node) => [node.id, node]));
let selected = null;

/** How vis-network bends an edge: find the roundness that moves its middle by `bend` pixels. */
function curve(edge) {
  if (!edge.bend) return false;
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const bendOf = (roundness) => ((0.5 + 0.5 * roundness) * Math.sin((roundness * Math.PI) / 2) * length) / 2;
  let [low, high] = [0, 1];
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2;
    if (bendOf(middle) < Math.abs(edge.bend)) low = middle;
    else high = middle;
  }
  return { enabled: true, type: edge.bend > 0 ? "curvedCCW" : "curvedCW", roundness: low };
}

/** The middle of an edge on the canvas, where its label stands. */
function middleOf(edge) {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: (from.x + to.x) / 2 - ((to.y - from.y) / length) * edge.bend,
    y: (from.y + to.y) / 2 + ((to.x - from.x) / length) * edge.bend,
  };
}

/** The edge whose label is at a place: vis-network itself finds lines only. */
function edgeByLabel(spot) {
  const found = data.edges.find((edge) => {
    const lines = edge.label.split("\n");
    const width = Math.max(...lines.map((line) => line.length)) * EDGE_FONT * 0.55;
    const middle = middleOf(edge);
    const near = Math.abs(spot.x - middle.x) < width / 2 && Math.abs(spot.y - middle.y) < lines.length * EDGE_FONT * 0.65;
    return near && !edges.get(edge.id).hidden && edges.get(edge.id).label === edge.label;
  });
  return found ? found.id : undefined;
}

function edgeClass(edge) {
  return edge.disputed ? "disputed" : edge.status;
}

/** What is near the selection: null where nothing is selected. */
function litIds() {
  if (selected === null) return null;
  const lit = new Set([selected]);
  const chosen = data.statements[selected];
  const statements = chosen ? [selected, ...chosen.disagrees] : statementsOf.get(selected);
  for (const id of statements) {
    lit.add(id).add(data.statements[id].subject).add(data.statements[id].object);
  }
  return lit;
}

function colourOf(name) {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}

function drawNode(node, lit, colours) {
  const [fill, border] = kindColours(node.kind);
  const faint = lit !== null && !lit.has(node.id);
  return {
    id: node.id,
    hidden: hiddenKinds.has(node.kind),
    color: faint
      ? { background: data.dense ? "rgba(0,0,0,0)" : colours.page, border: colours.line, highlight: { background: fill, border }, hover: { background: fill, border } }
      : { background: fill, border, highlight: { background: fill, border }, hover: { background: fill, border } },
    borderWidth: node.id === selected ? 3 : 1.5,
    font: { color: faint ? colours.former : colours.ink, size: node.size, face: colours.face },
  };
}

function drawEdge(edge, lit, colours) {
  const kind = edgeClass(edge);
  const faint = lit !== null && !lit.has(edge.id);
  const line = faint ? colours.line : colours[kind] || colours.asserted;
  const ends = [places.get(edge.from), places.get(edge.to)];
  const labelled = faint ? false : !data.dense || lit !== null;
  return {
    id: edge.id,
    hidden: hiddenStatuses.has(kind) || ends.some((node) => hiddenKinds.has(node.kind)),
    label: labelled ? edge.label : " ",
    color: { color: line, highlight: line, hover: line, inherit: false },
    width: edge.id === selected ? 3 : kind === "disputed" ? 2.2 : 1.5,
    dashes: DASHES[edge.status] || false,
    font: {
      color: kind === "asserted" || kind === "former" ? colours.quiet : line,
      size: EDGE_FONT, face: colours.face, strokeWidth: 0, background: labelled ? colours.page : "rgba(0,0,0,0)", align: "horizontal", vadjust: 0,
    },
  };
}

const nodes = new vis.DataSet(data.nodes.map((node) => ({ id: node.id, label: node.label, shape: "box", x: node.x, y: node.y })));
const edges = new vis.DataSet(data.edges.map((edge) => ({
  id: edge.id, from: edge.from, to: edge.to, smooth: curve(edge),
  arrows: { to: { enabled: !edge.symmetric, scaleFactor: 0.55 } },
})));

function redraw() {
  const lit = litIds();
  const names = ["page", "line", "ink", "quiet", "asserted", "planned", "rumoured", "former", "denied", "disputed"];
  const colours = Object.fromEntries(names.map((name) => [name, colourOf(name)]));
  colours.face = getComputedStyle(document.body).fontFamily;
  nodes.update(data.nodes.map((node) => drawNode(node, lit, colours)));
  edges.update(data.edges.map((edge) => drawEdge(edge, lit, colours)));
}

redraw();
const network = new vis.Network(holder, { nodes, edges }, {
  physics: false,
  layout: { improvedLayout: false, randomSeed: 1 },
  interaction: { hover: true, selectConnectedEdges: false, hoverConnectedEdges: false, multiselect: false, zoomSpeed: 0.6 },
  nodes: { margin: 10, shapeProperties: { borderRadius: 9 }, chosen: false, labelHighlightBold: false, scaling: { label: { drawThreshold: 4 } } },
  edges: { chosen: false, labelHighlightBold: false, selfReference: { size: 26, angle: 0.8 }, arrowStrikethrough: true, hoverWidth: 1, scaling: { label: { drawThreshold: 4 } } },
});

/** Fit the graph to the window, on opening (at once) or when asked (`animated`). */
function showWhole(animated) {
  network.fit({ maxZoomLevel: 1.2, animation: false });
  // Leave a margin, in which the buttons are.
  const scale = network.getScale() * 0.92;
  const animation = animated ? { duration: 250 } : false;
  if (!animated && holder.clientWidth < NARROW && scale < READABLE && !data.dense && data.nodes.length) {
    // A narrow window shows a part that can be read, and the rest by dragging.
    const hub = [...statementsOf.keys()].reduce((best, id) => (statementsOf.get(id).length > statementsOf.get(best).length ? id : best));
    network.moveTo({ position: network.getPosition(hub), scale: READABLE, animation });
  } else network.moveTo({ scale, animation });
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 4), animation: { duration: 150 } });
}

/** Bring an entity or a statement into view: with its neighbours in a dense graph. */
function reveal(id) {
  const chosen = data.statements[id];
  const ends = chosen ? [chosen.subject, chosen.object] : [id];
  const frame = holder.getBoundingClientRect();
  const seen = ends.every((end) => {
    const place = network.canvasToDOM(network.getPosition(end));
    return place.x > 40 && place.y > 30 && place.x < frame.width - 40 && place.y < frame.height - 30;
  });
  if (seen && !data.dense) return;
  const around = data.dense ? [...litIds()].filter((found) => data.entities[found]) : ends;
  const animation = { duration: 250 };
  if (around.length > 1) network.fit({ nodes: around, maxZoomLevel: Math.max(network.getScale(), 0.9), animation });
  else network.focus(id, { scale: Math.max(network.getScale(), 0.7), animation });
}
