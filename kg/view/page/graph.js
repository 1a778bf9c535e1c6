const holder = document.getElementById("graph");
const DASHES = { planned: [9, 6], rumoured: [2, 5], former: [14, 8], denied: [12, 4, 2, 4] };
const NARROW = 600;
// The zoom at which labels are as large as small print.
const READABLE = 0.6;
// Neighbours that one selection unfolds; another asks for more.
const MOST_UNFOLDED = 24;
// Above so many lines on the screen, only those around the selection bear a label.
const MOST_LABELS = 90;
let selected = null;
// The entity whose surroundings alone are shown.
let near = null;

/** The edge whose label is at a place: vis-network itself finds lines only. */
function edgeByLabel(spot) {
  for (const edge of lines.values()) {
    const rows = edge.label.split("\n");
    const width = Math.max(...rows.map((row) => row.length)) * EDGE_FONT * 0.55;
    const middle = middleOf(edge);
    const close = Math.abs(spot.x - middle.x) < width / 2 && Math.abs(spot.y - middle.y) < rows.length * EDGE_FONT * 0.65;
    const drawn = close && edges.get(edge.id);
    if (drawn && !drawn.hidden && drawn.label === edge.label) return edge.id;
  }
  return undefined;
}

/** What is near the selection: null where nothing is selected. */
function litIds() {
  if (selected === null) return null;
  const lit = new Set([selected]);
  const chosen = data.statements[selected];
  const statements = chosen ? [selected, ...rivalsOf(chosen)] : statementsOf.get(selected);
  for (const id of statements) {
    lit.add(id).add(data.statements[id].subject).add(data.statements[id].object);
  }
  return lit;
}

function drawNode(node, context) {
  const { lit, shown, colours } = context;
  const [fill, border] = kindColours(node.kind);
  const faint = lit !== null && !lit.has(node.id);
  const plain = { background: fill, border };
  return {
    id: node.id,
    hidden: !shown.has(node.id),
    color: faint
      ? { background: context.dense ? "rgba(0,0,0,0)" : colours.page, border: colours.line, highlight: plain, hover: plain }
      : { ...plain, highlight: plain, hover: plain },
    borderWidth: node.id === selected ? 3 : 1.5,
    font: { color: faint ? colours.former : colours.ink, size: node.size, face: colours.face },
  };
}

function drawEdge(edge, context) {
  const { lit, shown, colours } = context;
  const kind = edge.disputed ? "disputed" : edge.status;
  const faint = lit !== null && !lit.has(edge.id);
  const line = faint ? colours.line : colours[kind] || colours.asserted;
  const labelled = faint ? false : !context.dense || lit !== null;
  const around = near === null || [edge.from, edge.to].includes(near);
  return {
    id: edge.id,
    hidden: !(around && shown.has(edge.from) && shown.has(edge.to) && passes(edge.id)),
    label: labelled ? edge.label : " ",
    // Many faint lines together are not faint.
    color: { color: line, highlight: line, hover: line, inherit: false, opacity: faint && context.dense ? 0.3 : 1 },
    width: edge.id === selected ? 3.4 : kind === "disputed" ? 2.6 : 1.5,
    dashes: DASHES[edge.status] || false,
    font: {
      color: kind === "asserted" || kind === "former" ? colours.quiet : line,
      size: EDGE_FONT, face: colours.face, strokeWidth: 0, background: labelled ? colours.page : "rgba(0,0,0,0)", align: "horizontal", vadjust: 0,
    },
  };
}

const asNode = (node) => ({ id: node.id, label: node.label, shape: "box", x: node.x, y: node.y });
const asEdge = (edge) => ({
  id: edge.id, from: edge.from, to: edge.to, smooth: curve(edge), arrows: { to: { enabled: !edge.symmetric, scaleFactor: 0.55 } },
});

/** The entities that are on the screen. */
function shownIds() {
  const around = near === null ? null : neighboursOf(near).add(near);
  return new Set([...places.keys()].filter((id) => (around === null || around.has(id)) && remains(id)));
}

function paint() {
  const names = ["page", "line", "ink", "quiet", ...STATUSES];
  const colours = Object.fromEntries(names.map((name) => [name, colourOf(name)]));
  colours.face = getComputedStyle(document.body).fontFamily;
  const shown = shownIds();
  const dense = near === null ? lines.size > MOST_LABELS : shown.size > MOST_LABELS / 2;
  const context = { lit: litIds(), shown, colours, dense };
  return { nodes: [...places.values()].map((node) => drawNode(node, context)), edges: [...lines.values()].map((edge) => drawEdge(edge, context)) };
}

const first = paint();
const nodes = new vis.DataSet(first.nodes.map((drawn) => ({ ...asNode(places.get(drawn.id)), ...drawn })));
const edges = new vis.DataSet(first.edges.map((drawn) => ({ ...asEdge(lines.get(drawn.id)), ...drawn })));

function redraw() {
  const painted = paint();
  nodes.update(painted.nodes);
  edges.update(painted.edges);
}

/** Draw neighbours that are not drawn yet, those with the most to say first. */
function unfold(id, most = MOST_UNFOLDED) {
  const ranked = [...neighboursOf(id)].filter((other) => !places.has(other)).sort((a, b) => countOf(b) - countOf(a) || byLabel(a, b));
  const added = placeAround(id, places.has(id) ? ranked.slice(0, most) : [id, ...ranked.slice(0, most)]);
  if (!added.length) return;
  nodes.add(added.map(asNode));
  edges.add(joinPlaced(added.map((node) => node.id)).map(asEdge));
}

const network = new vis.Network(holder, { nodes, edges }, {
  physics: false,
  layout: { improvedLayout: false, randomSeed: 1 },
  interaction: { hover: true, selectConnectedEdges: false, hoverConnectedEdges: false, multiselect: false, zoomSpeed: 0.6 },
  nodes: { margin: 10, shapeProperties: { borderRadius: 9 }, chosen: false, labelHighlightBold: false, scaling: { label: { drawThreshold: 4 } } },
  edges: { chosen: false, labelHighlightBold: false, selfReference: { size: 26, angle: 0.8 }, arrowStrikethrough: true, hoverWidth: 1, scaling: { label: { drawThreshold: 6 } } },
});
// One stop for the keyboard is enough: what is around the canvas.
holder.firstElementChild.tabIndex = -1;
