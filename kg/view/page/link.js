// The state of the view is the fragment of the address, so that a link shares it.
const GROUPS = ["kind", "relation", "status", "outlet"];
let unfolded = [];
let written = "";

function iriOf(id) {
  return (data.entities[id] || data.statements[id]).iri;
}

function writeState() {
  const state = new URLSearchParams();
  if (selected !== null) state.set("at", iriOf(selected));
  if (near !== null) state.set("near", iriOf(near));
  for (const id of unfolded) state.append("open", iriOf(id));
  for (const group of GROUPS) for (const name of [...filters[group]].sort()) state.append(`no-${group}`, name);
  if (filters.sure) state.set("sure", filters.sure);
  if (filters.days) state.set("days", filters.days.join(".."));
  return state.toString();
}

/** Put the state into the address: `step` is one that the back button undoes. */
function remember(step) {
  const now = writeState();
  if (now === written) return;
  written = now;
  const address = now ? `#${now}` : location.pathname + location.search;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** What the address names: entities and statements, by IRI. */
function namedInLink() {
  const state = new URLSearchParams(location.hash.slice(1));
  return ["at", "near", "open"].flatMap((name) => state.getAll(name));
}

/** Take the state from the address; what it names and the page has not, is left out. */
function recall() {
  const state = new URLSearchParams(location.hash.slice(1));
  const known = (name) => {
    const id = idOf.get(state.get(name));
    return data.entities[id] || data.statements[id] ? id : null;
  };
  clearFilters();
  for (const group of GROUPS) for (const name of state.getAll(`no-${group}`)) filters[group].add(name);
  const least = Number(state.get("sure"));
  if (least > 0 && least <= 100) filters.sure = Math.round(least);
  const days = (state.get("days") || "").split("..");
  if (days.length === 2 && days.every(isDay) && days[0] <= days[1]) filters.days = days;
  unfolded = [...new Set(state.getAll("open").map((iri) => idOf.get(iri)).filter((id) => id && data.entities[id]))];
  for (const id of unfolded) unfold(id);
  near = data.entities[known("near")] ? known("near") : null;
  written = location.hash.slice(1);
  return { at: state.has("at") ? known("at") : null, given: state.size > 0 };
}
