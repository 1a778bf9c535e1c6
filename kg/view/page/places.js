const EDGE_FONT = 14;
const NODE_LINE = 24;
const EDGE_LINE = 30;
const MOST_LINES = 3;
// Pixels between the labels of parallel edges.
const APART = 14;
const places = new Map(data.nodes.map((node) => [node.id, node]));
const lines = new Map(data.edges.map((edge) => [edge.id, edge]));

/** Set a text in lines, as those that came with the page are. */
function wrap(text, width) {
  const found = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = found.length - 1;
    if (last >= 0 && found[last].length + word.length < width) found[last] += ` ${word}`;
    else found.push(word.length > width ? `${word.slice(0, width - 2)} …` : word);
  }
  if (found.length > MOST_LINES) found.splice(MOST_LINES, found.length, `${found[MOST_LINES - 1].slice(0, width - 2)} …`);
  return found.slice(0, MOST_LINES).join("\n") || "?";
}

function boxOf(node) {
  const rows = node.label.split("\n");
  return { width: Math.max(...rows.map((row) => row.length)) * node.size * 0.58 + 36, height: rows.length * node.size * 1.25 + 34 };
}

function isFree(spot, box, boxes) {
  return boxes.every((other) => Math.abs(other.x - spot.x) * 2 > other.width + box.width || Math.abs(other.y - spot.y) * 2 > other.height + box.height);
}

/** Find room around a place, on a spiral that is wider than high, as labels are. */
function findRoom(centre, box, boxes) {
  for (let step = 4; step < 4000; step += 1) {
    const reach = 62 * Math.sqrt(step);
    const spot = { x: Math.round(centre.x + reach * 1.3 * Math.cos(step * 2.4)), y: Math.round(centre.y + reach * Math.sin(step * 2.4)) };
    if (isFree(spot, box, boxes)) return spot;
  }
  return { x: centre.x + 100, y: centre.y + 100 };
}

/** Place entities that were not drawn yet around one that is. */
function placeAround(centre, ids) {
  const boxes = [...places.values()].map((node) => ({ ...boxOf(node), x: node.x, y: node.y }));
  const beside = places.get(centre) ? centre : [...neighboursOf(centre)].find((other) => places.has(other));
  const middle = places.get(beside) || { x: 0, y: 0 };
  return ids.filter((id) => !places.has(id)).map((id) => {
    const entity = data.entities[id];
    const node = { id, label: wrap(entity.label, NODE_LINE), kind: entity.kind, size: entity.size };
    const box = boxOf(node);
    Object.assign(node, findRoom(places.get(centre) || middle, box, boxes));
    boxes.push({ ...box, x: node.x, y: node.y });
    places.set(id, node);
    return node;
  });
}

/** How far apart parallel edges bend for their labels to clear one another: above or beside. */
function stepBetween(one, other, labels) {
  const rows = labels.map((label) => label.split("\n"));
  const width = Math.max(...rows.flat().map((row) => row.length)) * EDGE_FONT * 0.62 + APART;
  const height = Math.max(...rows.map((found) => found.length)) * EDGE_FONT * 1.25 + APART;
  const [x, y] = [Math.abs(other.x - one.x), Math.abs(other.y - one.y)];
  const length = Math.hypot(x, y);
  return Math.min((width * length) / Math.max(y, 1e-6), (height * length) / Math.max(x, 1e-6));
}

/** Join what has been placed anew to all that is drawn: bent where several lines join two. */
function joinPlaced(ids) {
  const between = new Map();
  for (const id of new Set(ids.flatMap((entity) => statementsOf.get(entity)))) {
    const { subject, object } = data.statements[id];
    if (lines.has(id) || !places.has(subject) || !places.has(object)) continue;
    const pair = [subject, object].sort().join(" ");
    between.set(pair, [...(between.get(pair) || []), id]);
  }
  const found = [];
  const labelOf = (statement) => statement.label || wrap(wordsOf(statement.relation), EDGE_LINE);
  for (const same of between.values()) {
    const { subject, object } = data.statements[same[0]];
    const step = stepBetween(places.get(subject), places.get(object), same.map((id) => labelOf(data.statements[id])));
    same.forEach((id, number) => {
      const statement = data.statements[id];
      const bend = (number - (same.length - 1) / 2) * step;
      found.push({
        id, from: statement.subject, to: statement.object, status: statement.status,
        label: labelOf(statement),
        disputed: statement.disagrees.length > 0, symmetric: data.symmetric.includes(statement.relation),
        bend: statement.subject < statement.object ? bend : -bend,
      });
    });
  }
  for (const edge of found) lines.set(edge.id, edge);
  return found;
}

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
