// What stands beside the view: a node with all that is said of it, a cell, an edge, a document at a sentence.
const { h } = LT;
const OUT = {
  LEADS: "牵头", PARTICIPATES_IN: "参与", RESPONSIBLE_FOR: "负责", OVERSEES: "分管", HAS_TASK: "部署任务", DEVELOPS: "发展产业",
  IN_REGION: "所在区域", USES: "依靠平台", DELIVERS: "建设项目", CONCERNS: "涉及企业", SETS: "设定指标", FOCUSES_ON: "主攻产业", PART_OF: "属于",
  FEEDS: "供给下游", DEPENDS_ON: "依托", BELONGS_TO: "归属产业", LOCATED_IN: "位于", GOVERNS: "管理", SUCCEEDS: "承接自", FOLLOWS: "延续自",
};
const IN = {
  LEADS: "牵头单位", PARTICIPATES_IN: "参与单位", RESPONSIBLE_FOR: "责任单位", OVERSEES: "牵头领导", HAS_TASK: "出自文件", DEVELOPS: "发展它的任务",
  IN_REGION: "点到它的任务", USES: "依靠它的任务", DELIVERS: "建设它的任务", CONCERNS: "涉及它的任务", SETS: "设定它的任务和文件", FOCUSES_ON: "主攻它的区域和平台",
  PART_OF: "下属", FEEDS: "上游供给", DEPENDS_ON: "依托它的", BELONGS_TO: "归属它的项目、企业、平台", LOCATED_IN: "位于此处", GOVERNS: "管理单位",
  SUCCEEDS: "后续单位", FOLLOWS: "后续文件和任务",
};
LT.RELATION_OUT = OUT;
LT.RELATION_IN = IN;
const FIGURE = { ">=": "≥", "<=": "≤", "~": "约", "+": "增长", ">": ">", "<": "<", "=": "" };

LT.figure = more => {
  const get = name => (more[name] ? more[name][1] : undefined);
  if (get("value") === undefined) return "";
  const top = get("value_max") === undefined ? "" : `—${get("value_max")}`;
  const year = get("year") ? `（${get("year")}年${get("nature") === "actual" ? "，实际" : ""}）` : get("nature") === "actual" ? "（实际）" : "";
  return `${FIGURE[get("op")] || ""}${get("value")}${top}${get("unit") || ""}${get("per") === "year" ? "/年" : ""}${year}`;
};

const HIDDEN = new Set(["document", "start", "end", "deadline_start", "deadline_end", "deadline_rule", "progress_start", "progress_end",
  "progress_rule", "is_group"]);
const VALUES = {
  chain: "产业链", segment: "环节", cluster: "集群", upstream: "上游", midstream: "中游", downstream: "下游", service: "服务", done: "已完成", ongoing: "推进中",
  not_started: "未启动", final: "正式文件", draft: "征求意见稿", progress: "进展报告", province: "省级", provincial: "省级", city: "市级", county: "县区级",
  zone: "功能区", town: "乡镇", island: "岛屿", national: "国家级", true: "是", wide: "跨区域",
};

LT.badge = at => h("span", { class: `badge k-${LT.model.kind(at)}`, "aria-hidden": "true" }, LT.model.glyph(at));

function facts(at) {
  const { model } = LT;
  const rows = Object.entries(model.more(at)).filter(([name]) => !HIDDEN.has(name)).map(([, [label, value]]) => [label, VALUES[value] || String(value)]);
  if (model.kind(at) === "Task") {
    const file = model.value(at, "document");
    const document = model.core.documents.find(one => model.id(one.node) === file);
    if (document) rows.unshift(["文件", LT.nodeLink(document.node)]);
  }
  return rows.length ? h("dl", { class: "facts" }, rows.map(([label, value]) => [h("dt", null, label), h("dd", null, value)])) : null;
}

function actions(at) {
  const { model } = LT, kind = model.kind(at), id = model.id(at), found = [];
  if (kind === "Unit" || kind === "Person") found.push(LT.link(LT.to("duty", id), "责任图谱"));
  if (kind === "Industry") found.push(LT.link(LT.to("chain", id), "产业链图"));
  if (kind === "Document") found.push(LT.link(LT.to("document", model.value(at, "file")), "读全文"));
  found.push(LT.link(LT.to("network", id), "关系网络"));
  const asks = { Unit: ["unit_duties", "unit"], Region: ["region_sheet", "region"], Industry: ["chain_sheet", "chain"], Person: ["leader_sheet", "leader"] }[kind];
  if (asks) found.push(LT.link(LT.to("ask", asks[0], { [asks[1]]: model.name(at) }), "列成表"));
  if (kind === "Task" && model.value(at, "start") !== undefined) {
    const document = model.core.documents.find(one => model.id(one.node) === model.value(at, "document"));
    if (document) found.unshift(LT.link(LT.beside({ t: `${document.file}:${model.value(at, "start")}-${model.value(at, "end")}` }), "看原文"));
  }
  return h("p", { class: "actions" }, found);
}

function spellings(at) {
  const all = LT.model.spellings(at), names = Array.from(new Set(all.map(one => one.text)));
  if (!names.length) return null;
  return h("details", null, h("summary", null, `文件中的写法（${names.length} 种，${all.length} 处）`),
    LT.folded(all, 12, one => h("li", null, one.text, LT.quote(Object.assign({ grade: 1, place: "", rule: "", text: "", source: "" }, one)))));
}

// Edges by relation and direction; one line for each neighbour, with all its sentences below.
function groups(at) {
  const { model } = LT, { edges } = model.core, found = new Map();
  const collect = (list, outward) => list.forEach(edge => {
    const key = `${edges.kind[edge]}:${outward}`;
    if (!found.has(key)) found.set(key, { kind: model.core.relations[edges.kind[edge]][0], outward, others: new Map() });
    const other = outward ? edges.b[edge] : edges.a[edge];
    const { others } = found.get(key);
    if (!others.has(other)) others.set(other, []);
    others.get(other).push(edge);
  });
  collect(model.outEdges(at), true);
  collect(model.inEdges(at), false);
  return Array.from(found.values()).sort((one, other) => model.relationIndex(one.kind) - model.relationIndex(other.kind));
}

function neighbour(other, list) {
  const { model } = LT;
  const figures = Array.from(new Set(list.map(edge => LT.figure(model.edgeMoreOf(edge))).filter(Boolean)));
  const seen = new Set();
  const quotes = list.map(model.edgeQuote).filter(one => {
    const key = `${one.document}:${one.start}-${one.end}`;
    return !seen.has(key) && seen.add(key);
  });
  const reasons = Array.from(new Set(list.map(edge => {
    const more = model.edgeMoreOf(edge);
    return more.verdict && more.verdict[1] === "uncertain" ? `待核：${more.reason ? more.reason[1] : ""}` : more.note ? more.note[1] : "";
  }).filter(Boolean)));
  const told = quotes.filter(one => one.document >= 0);
  const tag = told.length ? null : h("span", { class: "grade g3" }, "参考");
  return h("li", null, LT.badge(other), LT.nodeLink(other), tag, figures.length ? h("span", { class: "figure" }, figures.join("；")) : null,
    reasons.map(one => h("span", { class: one.startsWith("待核") ? "grade g2" : "note" }, one)),
    told.slice(0, 2).map(one => LT.quote(one, { about: model.name(other) })),
    told.length > 2 ? h("p", { class: "note" }, `另有 ${told.length - 2} 处原文`) : null);
}

LT.nodePanel = at => {
  const { model } = LT;
  const aliases = (model.core.nodes.alias[at] || "").split("\n").filter(Boolean);
  return [
    h("h2", null, LT.badge(at), model.name(at)),
    h("p", { class: "note" }, [model.kindLabel(at), model.city(at), model.core.nodes.grade[at] === 3 ? "参考资料，文件未直接点名" : ""].filter(Boolean).join(" · "),
      aliases.length ? h("span", null, ` · 又作 ${aliases.slice(0, 8).join("、")}${aliases.length > 8 ? "等" : ""}`) : null),
    actions(at), facts(at), spellings(at),
    groups(at).map(({ kind, outward, others }) => {
      const list = Array.from(others.entries());
      return h("section", null, h("h3", null, (outward ? OUT : IN)[kind], h("span", { class: "count" }, list.length)),
        LT.folded(list, 8, ([other, edges]) => neighbour(other, edges)));
    }),
  ];
};

LT.edgePanel = number => {
  const { model } = LT, { edges } = model.core;
  const kind = model.core.relations[edges.kind[number]][0];
  return [h("h2", null, OUT[kind]), h("p", { class: "pair" }, LT.badge(edges.a[number]), LT.nodeLink(edges.a[number]), " → ",
    LT.badge(edges.b[number]), LT.nodeLink(edges.b[number])),
  h("p", null, LT.figure(model.edgeMoreOf(number))), LT.quote(model.edgeQuote(number)),
  h("p", { class: "note" }, `规则：${model.core.strings[edges.rule[number]] || "—"}；依据：${model.core.grades[edges.grade[number]][1]}`)];
};

LT.edgeKey = number => {
  const { edges } = LT.model.core, { model } = LT;
  return [model.id(edges.a[number]), model.core.relations[edges.kind[number]][0], model.id(edges.b[number]), edges.document[number], edges.start[number]].join("|");
};

function findEdge(key) {
  const from = LT.model.find(key.split("|")[0]);
  if (from < 0) return -1;
  const found = Array.from(LT.model.outEdges(from)).find(one => LT.edgeKey(one) === key);
  return found === undefined ? -1 : found;
}

// The document stays named above its text, however far that is scrolled.
function told(text) {
  const place = LT.parsePlace(text);
  if (!place || place.document < 0) return "原文";
  const document = LT.model.document(place.document);
  return `原文 · ${document.number || LT.documentName(document)}`;
}

// What the address says is open beside the view; a view may open its own (a cell of the matrix).
LT.panelContent = route => {
  const { query } = route;
  if (query.get("t")) return { label: told(query.get("t")), content: LT.reader(LT.parsePlace(query.get("t"))) };
  if (query.get("n")) {
    const at = LT.model.find(query.get("n"));
    return { label: "详情", content: at < 0 ? LT.note("图中没有这个节点，图可能已重新生成。") : LT.nodePanel(at) };
  }
  if (query.get("e")) {
    const at = findEdge(query.get("e"));
    return { label: "关系", content: at < 0 ? LT.note("图中没有这条关系，图可能已重新生成。") : LT.edgePanel(at) };
  }
  if (query.get("c") && LT.cellPanel) return { label: "格子", content: LT.cellPanel(query.get("c"), route) };
  return null;
};
