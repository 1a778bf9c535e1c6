const box = document.getElementById("search");
const list = document.getElementById("suggestions");
const MOST_SUGGESTIONS = 8;
let offered = [];
let active = -1;

/** Fold case and accents, so that "quill" finds "Quíll". */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

let known = null;

/** List all names, when a name is first asked for: it takes a moment in a large graph. */
function knownNames() {
  known ??= Object.entries(data.entities).flatMap(([id, entity]) =>
    [entity.label, ...entity.aliases].map((name, place) => ({ id, name, folded: fold(name), alias: place > 0 })));
  return known;
}

/** Rank: a name that begins with the words, then a word that does, then any place. */
function rank(found, words) {
  if (found.folded.startsWith(words)) return 0;
  if (found.folded.includes(` ${words}`)) return 1;
  return found.folded.includes(words) ? 2 : 9;
}

function findNames(words) {
  const best = new Map();
  for (const found of knownNames()) {
    const place = rank(found, words) + (found.alias ? 0.5 : 0);
    if (place < 9 && (!best.has(found.id) || best.get(found.id).place > place)) best.set(found.id, { ...found, place });
  }
  return [...best.values()].sort((a, b) => a.place - b.place || countOf(b.id) - countOf(a.id) || byLabel(a.id, b.id)).slice(0, MOST_SUGGESTIONS);
}

/** Find entities by name on the server, which knows more of them than this page. */
async function askNames(words) {
  const told = await ask("search", { q: words, limit: MOST_SUGGESTIONS });
  if (!told) return [];
  absorb({ nodes: told.found });
  return told.found.map((found) => ({ id: idOf.get(shorten(found.iri)) }));
}

async function offer() {
  const written = box.value.trim();
  const words = fold(written);
  const found = !words ? [] : served ? await askNames(written) : findNames(words);
  // The answer to what was written before may come last.
  if (written !== box.value.trim()) return;
  offered = found;
  active = offered.length ? 0 : -1;
  list.replaceChildren(...offered.map((found, place) => {
    const entity = data.entities[found.id];
    const aside = found.alias ? found.name : kindLabel(entity.kind);
    const item = make("li", { role: "option", id: `suggestion-${place}` }, kindDot(entity.kind), said(entity.label), said(aside, "small"));
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(place);
    });
    return item;
  }));
  if (words && !offered.length) list.append(make("li", { class: "none", role: "option", "aria-disabled": "true" }, unreachable || "No entity has this name"));
  list.hidden = !words;
  box.setAttribute("aria-expanded", String(!list.hidden));
  mark();
}

function mark() {
  [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
  if (active >= 0) {
    box.setAttribute("aria-activedescendant", `suggestion-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  } else box.removeAttribute("aria-activedescendant");
}

function take(place) {
  const found = offered[place];
  if (!found) return;
  box.value = data.entities[found.id].label;
  closeList();
  select(found.id);
}

/** Take what is marked, as soon as what is written has been looked up. */
async function choose() {
  if (list.hidden && !offering) offering = offer();
  if (served) await offering;
  take(active);
}

function closeList() {
  offering = null;
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

let offering = null;
box.addEventListener("input", () => { offering = offer(); });
box.addEventListener("focus", () => { if (box.value) { box.select(); } });
box.addEventListener("blur", closeList);
box.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (list.hidden) offering = offer();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (offered.length) active = (active + step + offered.length) % offered.length;
    mark();
    event.preventDefault();
  } else if (event.key === "Enter") {
    choose();
  } else if (event.key === "Escape" && !list.hidden) {
    closeList();
    event.stopPropagation();
  }
});
