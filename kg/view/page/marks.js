const asPattern = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The names that a sentence may have for an entity: those known, or else a part of the label. */
function namesIn(quote, entity) {
  const known = [entity.label, ...entity.aliases].filter((name) => name && quote.includes(name));
  if (known.length) return known;
  return entity.label.split(/\s+/).filter((word) => word.length > 3 && quote.includes(word));
}

/** Quote a sentence with the names of some entities marked. */
function markNames(quote, ids) {
  const names = ids.flatMap((id) => namesIn(quote, data.entities[id]));
  if (!names.length) return said(quote, "blockquote");
  const longest = [...new Set(names)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${longest.map(asPattern).join("|")})(?![\\p{L}\\p{N}])`, "gu");
  const parts = quote.split(pattern).map((part, place) => (place % 2 ? make("mark", {}, part) : part));
  return make("blockquote", { dir: "auto" }, ...parts);
}
