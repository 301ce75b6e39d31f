// What there is, at a glance: counts, coverage of the chains, who carries most, documents, what is uncertain.
const { h } = LT;

// The maps, and with them the states that a segment can be in: key, name, mark, what it means.
LT.maps = async () => {
  const maps = await LT.source.maps();
  LT.STATES = maps.states;
  return maps;
};

LT.legend = () => h("ul", { class: "legend", "aria-label": "图例" }, LT.STATES.map(([state, label, mark, says]) =>
  h("li", { title: says }, h("span", { class: `mark ${state}`, "aria-hidden": "true" }, mark), label)));

function tiles() {
  const { model } = LT, { core } = model;
  const counts = new Uint32Array(core.kinds.length), referred = new Uint32Array(core.kinds.length);
  for (let at = 0; at < model.count; at += 1) {
    if (core.nodes.grade[at] === 3) referred[core.nodes.kind[at]] += 1;
    else counts[core.nodes.kind[at]] += 1;
  }
  let read = 0;
  for (let at = 0; at < model.edgeCount; at += 1) if (core.edges.document[at] >= 0) read += 1;
  const tile = (href, value, label, note) => h("li", null, LT.link(href, [h("b", null, LT.number(value)), h("span", null, label), note ? h("small", null, note) : null]));
  return h("ul", { class: "tiles" }, core.kinds.map(([kind, label], at) => (counts[at] ? tile(
    kind === "Document" ? LT.to("document") : kind === "Unit" ? LT.to("duty") : kind === "Industry" ? LT.to("chain") : LT.to("network", "", { kind }),
    counts[at], label, referred[at] ? `另有参考 ${LT.number(referred[at])}` : "") : null)), tile(LT.to("network"), read, "条关系", "每条附原文"));
}

LT.stateCounts = chain => LT.STATES.map(([state]) => chain.segments.filter(one => one.state === state).length);

function coverage(maps) {
  const { model } = LT;
  const chains = maps.chains.filter(one => one.touched).map(chain => ({ chain, counts: LT.stateCounts(chain) }));
  if (!chains.length) return LT.note("所读文件没有提到参考产业链。");
  const named = one => one.counts[0] + one.counts[1] + one.counts[2];
  chains.sort((one, other) => named(other) - named(one) || model.name(one.chain.node).localeCompare(model.name(other.chain.node), "zh-CN"));
  const line = ({ chain, counts }) => h("li", null, LT.link(LT.to("chain", model.id(chain.node)), [
    h("span", { class: "name" }, model.name(chain.node)),
    h("span", { class: "stack", "aria-hidden": "true" }, LT.STATES.map(([state], at) => (counts[at] ? h("i", { class: state, style: { "flex-grow": counts[at] } }) : null))),
    h("span", { class: "sum" }, LT.STATES.slice(0, 3).map(([state, label], at) => h("span", { class: `${state}${counts[at] ? "" : " zero"}`, title: label },
      h("span", { class: "away" }, label), counts[at])))], { class: "meter" }));
  return [LT.legend(), LT.folded(chains, 14, line)];
}

function load() {
  const { model } = LT, { edges } = model.core;
  const roles = ["LEADS", "RESPONSIBLE_FOR", "PARTICIPATES_IN"].map(model.relationIndex), counts = new Map();
  for (let at = 0; at < edges.a.length; at += 1) {
    const role = roles.indexOf(edges.kind[at]);
    if (role < 0) continue;
    if (!counts.has(edges.a[at])) counts.set(edges.a[at], [new Set(), new Set(), new Set()]);
    counts.get(edges.a[at])[role].add(edges.b[at]);
  }
  const rows = Array.from(counts, ([unit, sets]) => ({ unit, sums: sets.map(one => one.size) }));
  rows.sort((one, other) => other.sums[0] * 4 + other.sums[1] * 2 + other.sums[2] - one.sums[0] * 4 - one.sums[1] * 2 - one.sums[2] || one.unit - other.unit);
  if (!rows.length) return LT.note("文件没有写明责任单位。");
  const most = Math.max(...rows.map(one => one.sums[0] + one.sums[1] + one.sums[2]));
  const names = ["牵头", "负责", "参与"];
  return [h("ul", { class: "legend", "aria-label": "图例" }, names.map((name, at) => h("li", null, h("span", { class: `swatch role${at}`, "aria-hidden": "true" }), name))),
    LT.folded(rows.slice(0, 60), 14, ({ unit, sums }) => h("li", null, LT.link(LT.to("duty", model.id(unit)), [h("span", { class: "name" }, model.label(unit)),
      h("span", { class: "stack", "aria-hidden": "true" }, sums.map((sum, at) => (sum ? h("i", { class: `role${at}`, style: { "flex-grow": sum } }) : null)),
        h("i", { class: "rest", style: { "flex-grow": most - sums[0] - sums[1] - sums[2] } })),
      h("span", { class: "sum" }, sums.map((sum, at) => h("span", { class: sum ? `role${at}` : "zero" }, h("span", { class: "away" }, names[at]), sum)))], { class: "meter" })))];
}

async function uncertain(box) {
  try {
    const answer = await LT.source.answer("uncertainties", {});
    const counts = new Map();
    answer.rows.forEach(row => counts.set(row[0], (counts.get(row[0]) || 0) + 1));
    LT.clear(box, answer.rows.length ? h("ul", { class: "plain pairs" }, Array.from(counts, ([kind, count]) =>
      h("li", null, LT.link(LT.to("ask", "uncertainties"), [h("span", null, kind), h("b", null, LT.number(count))])))) : LT.note(answer.why_empty));
  } catch (error) {
    LT.clear(box, LT.note(error.message));
  }
}

const COMMON = ["segments_without_project", "unit_load_ranking", "tasks_without_lead", "targets_overview", "tasks_to_urge", "plan_continuity", "region_sheet", "chain_gaps"];

LT.views.overview = async view => {
  const { model } = LT, { documents } = model.core;
  const days = documents.map(one => one.date).filter(Boolean).sort();
  const cover = h("section", { class: "card cover" }, h("h2", null, "产业链覆盖"), h("div", null, LT.busy()));
  const doubts = h("div", null, LT.busy()), common = h("div");
  LT.clear(view, h("div", { class: "page wide" }, h("h1", null, model.core.title),
    LT.note([`${documents.length} 份文件`, days.length ? (days.length > 1 ? `${days[0]} 至 ${days[days.length - 1]}` : days[0]) : "",
      "点任何名称、格子、连线，都可看到所据原文"].filter(Boolean).join(" · ")), tiles(),
    h("div", { class: "halves" }, cover, h("section", { class: "card" }, h("h2", null, "谁承担得多"), load())),
    h("section", { class: "card" }, h("h2", null, "文件"), LT.documentTable()),
    h("div", { class: "halves" }, h("section", { class: "card" }, h("h2", null, "哪里不确定"), doubts), h("section", { class: "card" }, h("h2", null, "常问的"), common))));
  uncertain(doubts);
  LT.source.catalogue().then(({ questions }) => LT.clear(common, h("ul", { class: "plain pairs" }, COMMON.map(name => questions.find(one => one.name === name)).filter(Boolean)
    .map(one => h("li", null, LT.link(LT.to("ask", one.name), [h("span", null, one.title), h("small", { class: "note" }, one.says)])))))).catch(() => {});
  LT.clear(cover.lastChild, coverage(await LT.maps()));
};
