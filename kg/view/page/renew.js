// A served graph may be built anew while it is looked at.
const LOOK_AGAIN = 5000;
let newest = served ? data.served.generation : "";
let renewing = false;

/** Note which state of the graph the server tells of. */
function noteState(state) {
  newest = state;
  if (newest !== data.served.generation && !renewing) renew();
}

/** Show the newest state of the graph: what is still there stays in its place. */
async function renew() {
  renewing = true;
  try {
    const text = await (await fetch(location.pathname + location.search)).text();
    const page = new DOMParser().parseFromString(text, "text/html");
    replaceAll(readPage(page));
    for (const part of ["title", "h1", ".heading p"]) document.querySelector(part).textContent = page.querySelector(part).textContent;
    newest = data.served.generation;
    await restore(true);
    tell("The graph has changed");
  } catch (error) {
    // It is tried again when the server tells of its state the next time.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
  renewing = false;
}

function replaceAll(fresh) {
  const spots = new Map([...places].map(([id, { x, y }]) => [data.entities[id].iri, { x, y }]));
  const stays = ({ id }) => spots.has(data.entities[id].iri);
  load(fresh);
  heard.clear();
  known = null;
  places.clear();
  lines.clear();
  for (const node of data.nodes.filter(stays)) places.set(node.id, { ...node, ...spots.get(data.entities[node.id].iri) });
  for (const node of data.nodes.filter((other) => !stays(other))) placeAround(node.id, [node.id]);
  for (const edge of data.edges) lines.set(edge.id, edge);
  nodes.clear();
  edges.clear();
  nodes.add([...places.values()].map(asNode));
  edges.add([...lines.values()].map(asEdge));
  fillLegend();
  fillTimeline();
}

/** Ask whether there is a newer state. */
async function lookAgain() {
  if (document.hidden || renewing) return;
  try {
    const response = await fetch("/healthz");
    if (response.ok) noteState((await response.json()).state);
  } catch {
    // A server that is away for a while is no news.
  }
}

if (served) {
  setInterval(lookAgain, LOOK_AGAIN);
  document.addEventListener("visibilitychange", lookAgain);
}
