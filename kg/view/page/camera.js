/** Fit what is shown to the window, on opening (at once) or when asked (`animated`). */
function showWhole(animated) {
  const shown = [...shownIds()];
  if (!shown.length) return;
  network.fit({ nodes: shown, maxZoomLevel: 1.2, animation: false });
  // Leave a margin, in which the buttons are, and the hint above.
  const scale = network.getScale() * 0.94;
  const offset = { x: 12, y: 14 };
  const animation = animated ? { duration: 250 } : false;
  if (!animated && holder.clientWidth < NARROW && scale < READABLE && !data.dense) {
    // A narrow window shows a part that can be read, and the rest by dragging.
    const hub = shown.reduce((best, id) => (statementsOf.get(id).length > statementsOf.get(best).length ? id : best));
    network.moveTo({ position: network.getPosition(hub), scale: READABLE, animation });
  } else network.moveTo({ scale, offset, animation });
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 4), animation: { duration: 150 } });
}

function pan(x, y) {
  const place = network.getViewPosition();
  const step = 80 / network.getScale();
  network.moveTo({ position: { x: place.x + x * step, y: place.y + y * step } });
}

/** Bring an entity or a statement into view: with its neighbours in a dense graph. */
function reveal(id) {
  const chosen = data.statements[id];
  const ends = (chosen ? [chosen.subject, chosen.object] : [id]).filter((end) => places.has(end));
  const frame = holder.getBoundingClientRect();
  const seen = ends.every((end) => {
    const place = network.canvasToDOM(network.getPosition(end));
    return place.x > 40 && place.y > 30 && place.x < frame.width - 40 && place.y < frame.height - 30;
  });
  if (!ends.length || (seen && !data.dense)) return;
  const around = data.dense ? [...litIds()].filter((found) => places.has(found)) : ends;
  const animation = { duration: 250 };
  if (around.length > 1) network.fit({ nodes: around, maxZoomLevel: Math.max(network.getScale(), 0.9), animation });
  else network.focus(ends[0], { scale: Math.max(network.getScale(), 0.7), animation });
}

const KEYS = {
  ArrowLeft: () => pan(-1, 0), ArrowRight: () => pan(1, 0), ArrowUp: () => pan(0, -1), ArrowDown: () => pan(0, 1),
  "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: () => showWhole(true),
};
holder.addEventListener("keydown", (event) => {
  if (!Object.hasOwn(KEYS, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  KEYS[event.key]();
  event.preventDefault();
});
document.getElementById("closer").addEventListener("click", () => zoom(1.3));
document.getElementById("farther").addEventListener("click", () => zoom(1 / 1.3));
document.getElementById("whole").addEventListener("click", () => showWhole(true));
