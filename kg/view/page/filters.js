// What is left out of the graph; `days` is the first and the last day that are kept.
const filters = {
  kind: new Set(), relation: new Set(), status: new Set(), outlet: new Set(), sure: 0, days: null,
};
// Stands for all outlets that are not named.
const NO_OUTLET = "";
const articlesOf = (statement) => statement.sentences.map((found) => data.articles[found.article]);

function passes(id) {
  const statement = data.statements[id];
  if (filters.status.has(statusOf(statement)) || filters.relation.has(statement.relation)) return false;
  if (Math.round(statement.confidence * 100) < filters.sure) return false;
  if ([statement.subject, statement.object].some((end) => filters.kind.has(data.entities[end].kind))) return false;
  if (!filters.outlet.size && !filters.days) return true;
  return articlesOf(statement).some((article) => !filters.outlet.has(article.outlet || NO_OUTLET)
    && (!filters.days || (article.day >= filters.days[0] && article.day <= filters.days[1])));
}

/** Whether statements are left out: then entities of which nothing is left are, too. */
function areNarrow() {
  return filters.relation.size + filters.status.size + filters.outlet.size > 0 || filters.sure > 0 || filters.days !== null;
}

function remains(entity) {
  if (filters.kind.has(data.entities[entity].kind)) return false;
  return !areNarrow() || statementsOf.get(entity).some(passes);
}

function clearFilters() {
  for (const name of ["kind", "relation", "status", "outlet"]) filters[name].clear();
  filters.sure = 0;
  filters.days = null;
}
