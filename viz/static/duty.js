// The responsibility map: a unit or leader in the middle, what it leads and takes part in, with whom, until when.
const { h, s } = LT;
const ROLES = [["LEADS", "牵头"], ["RESPONSIBLE_FOR", "负责"], ["PARTICIPATES_IN", "参与"], ["OVERSEES", "分管"]];
const LEFT = 230, MID = 230, SPACE = 64, ROW = 44, SIDE = 34, SHOWN = 12;
let RIGHT = 560;

// Tasks of a unit with those of its forerunners and groups? The question does that; the map shows what names it directly.
function duties(at) {
  const { model } = LT, { edges } = model.core, found = new Map();
  model.outEdges(at).forEach(edge => {
    const kind = model.core.relations[edges.kind[edge]][0];
    if (!ROLES.some(([role]) => role === kind)) return;
    const key = `${kind}:${edges.b[edge]}`;
    if (!found.has(key)) found.set(key, { kind, task: edges.b[edge], edges: [] });
    found.get(key).edges.push(edge);
  });
  const order = ROLES.map(([role]) => role);
  return Array.from(found.values()).sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)
    || String(model.value(one.task, "deadline") || "9999").localeCompare(String(model.value(other.task, "deadline") || "9999")) || one.task - other.task);
}

function others(task, at) {
  const { model } = LT, { edges } = model.core;
  return Array.from(model.inEdges(task)).filter(edge => edges.a[edge] !== at)
    .map(edge => ({ node: edges.a[edge], kind: model.core.relations[edges.kind[edge]][0], edge })).filter(one => ROLES.some(([role]) => role === one.kind));
}

function company(list, at) {
  const counts = new Map();
  list.forEach(duty => new Set(others(duty.task, at).map(one => one.node)).forEach(node => counts.set(node, (counts.get(node) || 0) + 1)));
  return Array.from(counts, ([node, count]) => ({ node, count })).sort((one, other) => other.count - one.count || one.node - other.node);
}

function taskBox(duty, at, x, y) {
  const { model } = LT, deadline = model.value(duty.task, "deadline"), all = others(duty.task, at);
  const lead = duty.kind === "LEADS" ? [] : all.filter(one => one.kind === "LEADS").map(one => one.node);
  const rest = all.filter(one => one.kind !== "LEADS" || duty.kind === "LEADS").map(one => one.node);
  const document = model.core.documents.find(one => model.id(one.node) === model.value(duty.task, "document"));
  const under = [deadline ? `至 ${deadline}` : "", lead.length ? `牵头 ${lead.map(model.short).join("、")}` : "", rest.length ? `会同 ${Array.from(new Set(rest)).map(model.short).join("、")}` : "",
    document ? document.number || document.title : ""].filter(Boolean).join(" · ");
  const percent = model.value(duty.task, "percent"), status = { done: "已完成", not_started: "未启动", ongoing: "推进中" }[model.value(duty.task, "status")];
  const state = [percent === undefined ? "" : `${percent}%`, status].filter(Boolean).join(" ");
  const label = `${model.name(duty.task)}；${under}；${state}`;
  return LT.box(x, y, RIGHT, ROW - 6, { label, id: model.id(duty.task), kind: `task ${duty.kind}`, open: () => LT.openNode(duty.task) }, s("title", null, label),
    LT.textAt(12, 16, LT.lines(model.name(duty.task), (RIGHT - (state ? 90 : 24)) / 14.6, 1)[0], { class: "title" }), LT.textAt(12, 32, LT.lines(under, (RIGHT - 24) / 12.2, 1)[0], { class: "value soft" }),
    state ? LT.textAt(RIGHT - 10, 16, state, { class: "gaps", "text-anchor": "end" }) : null);
}

function picture(at, list, all, room) {
  RIGHT = Math.round(Math.min(860, Math.max(440, room - LEFT - MID - 2 * SPACE)));
  const { model } = LT, boxes = [], lines = [], rights = [];
  let y = 8;
  const x3 = LEFT + SPACE + MID + SPACE;
  ROLES.forEach(([role, label]) => {
    const own = list.filter(one => one.kind === role);
    if (!own.length) return;
    boxes.push(LT.textAt(x3, y + 14, `${label} ${own.length} 项`, { class: "head" }));
    y += 24;
    const shown = all ? own : own.slice(0, SHOWN);
    shown.forEach(duty => {
      boxes.push(taskBox(duty, at, x3, y));
      rights.push([y + (ROW - 6) / 2, role]);
      y += ROW;
    });
    if (own.length > shown.length) {
      boxes.push(LT.textAt(x3 + 12, y + 14, `另有 ${own.length - shown.length} 项（见下方清单，或选“全部画出”）`, { class: "value soft" }));
      y += 26;
    }
    y += 10;
  });
  const partners = company(list, at).slice(0, all ? 40 : 14), tall = Math.max(y, partners.length * SIDE + 40, 120);
  const middle = Math.min(tall / 2, Math.max(150, 32 + partners.length * SIDE / 2)), y1 = Math.max(32, middle - partners.length * SIDE / 2);
  if (partners.length) boxes.push(LT.textAt(0, y1 - 10, "共同承担的单位和领导", { class: "head" }));
  partners.forEach(({ node, count }, place) => {
    const top = y1 + place * SIDE, label = `${model.name(node)}，共同 ${count} 项`;
    boxes.push(LT.box(0, top, LEFT, SIDE - 6, { label, id: model.id(node), kind: `partner ${model.kind(node)}`, open: () => LT.openNode(node) }, s("title", null, label),
      LT.textAt(10, 19, LT.lines(model.name(node), 13, 1)[0], { class: "value" }), LT.textAt(LEFT - 10, 19, String(count), { class: "key", "text-anchor": "end" })));
    lines.push(s("path", { d: LT.curve(LEFT, top + 14, LEFT + SPACE, middle), class: "tie", "stroke-width": Math.min(6, 0.8 + count / 3) }));
  });
  rights.forEach(([to, role]) => lines.push(s("path", { d: LT.curve(LEFT + SPACE + MID, middle, x3, to), class: `tie ${role}` })));
  const title = LT.lines(model.name(at), 13.5, 3), sums = ROLES.map(([role, label]) => [label, list.filter(one => one.kind === role).length]).filter(one => one[1]);
  const high = 30 + title.length * 21 + 20;
  const core = LT.box(LEFT + SPACE, middle - high / 2, MID, high, { label: `${model.name(at)}：${sums.map(([label, sum]) => `${label}${sum}项`).join("，")}`, id: model.id(at), kind: "centre", open: () => LT.openNode(at) },
    title.map((text, place) => LT.textAt(MID / 2, 30 + place * 21, text, { class: "title", "text-anchor": "middle" })),
    LT.textAt(MID / 2, high - 16, sums.map(([label, sum]) => `${label} ${sum}`).join("   "), { class: "value", "text-anchor": "middle" }));
  const svg = s("svg", { viewBox: `0 0 ${x3 + RIGHT + 2} ${tall + 8}`, width: x3 + RIGHT + 2, height: tall + 8, role: "group", "aria-label": `${model.name(at)}责任图谱`, class: "drawing duty-map" }, lines, core, boxes);
  LT.walkBoxes(svg);
  return svg;
}

function listing(at, list) {
  const { model } = LT, label = new Map(ROLES);
  const names = nodes => Array.from(new Set(nodes)).map(model.name).join("、");
  return LT.table({
    title: `${model.name(at)}责任清单`, statement: `${model.name(at)}直接承担的 ${list.length} 项任务。`, columns: ["角色", "任务", "完成时限", "进展", "其他单位和领导", "文件"],
    rows: list.map(duty => {
      const document = model.core.documents.find(one => model.id(one.node) === model.value(duty.task, "document"));
      const percent = model.value(duty.task, "percent");
      return [label.get(duty.kind), model.name(duty.task), model.value(duty.task, "deadline") || "", percent === undefined ? "" : `${percent}%`, names(others(duty.task, at).map(one => one.node)),
        document ? document.number || document.title : ""];
    }),
    evidence: list.map(duty => duty.edges.map(model.edgeQuote)), unmentioned: [], rule: "原文点到该单位（含各种写法）的任务；集合（如各县区政府）和机构改革前身的任务见问答“单位职责”。",
    scope: "全部文件", why_empty: "所读文件没有给它任务。", total: list.length,
  });
}

function index(view) {
  const { model } = LT, units = model.kindIndex("Unit"), persons = model.kindIndex("Person"), rows = [];
  for (let at = 0; at < model.count; at += 1) {
    if (model.core.nodes.kind[at] !== units && model.core.nodes.kind[at] !== persons) continue;
    const list = duties(at), count = role => list.filter(one => one.kind === role).length;
    if (list.length) rows.push([model.name(at), model.kindLabel(at), model.city(at), count("LEADS"), count("RESPONSIBLE_FOR"), count("PARTICIPATES_IN"), count("OVERSEES"), at]);
  }
  rows.sort((one, other) => other[3] - one[3] || other[4] + other[5] + other[6] - one[4] - one[5] - one[6]);
  const wanted = h("input", { type: "search", placeholder: "筛选单位、领导", "aria-label": "筛选单位、领导" });
  const body = h("tbody");
  const fill = () => {
    const found = wanted.value.trim() ? new Set(model.search(wanted.value, { limit: 500 })) : null;
    LT.clear(body, rows.filter(row => !found || found.has(row[7])).slice(0, 400).map(row => h("tr", null, h("th", { scope: "row" }, LT.badge(row[7]), LT.link(LT.to("duty", model.id(row[7])), row[0])),
      row.slice(1, 3).map(value => h("td", null, value)), row.slice(3, 7).map(value => h("td", { class: value ? "num" : "num none" }, value || "—")))));
  };
  wanted.addEventListener("input", LT.later(fill, 80));
  fill();
  LT.clear(view, h("div", { class: "page wide" }, h("h1", null, "责任图谱"), LT.note("选一个单位或领导，看它牵头、负责、参与什么，与谁一起，到什么时候。"), wanted,
    h("div", { class: "scroll" }, h("table", { class: "list" }, h("caption", { class: "away" }, "单位和领导"), h("thead", null, h("tr", null, ["名称", "类型", "城市", "牵头", "负责", "参与", "分管"].map((name, at) => h("th", { scope: "col", class: at > 2 ? "num" : null }, name)))), body))));
}

LT.views.duty = (view, route) => {
  const { model } = LT;
  if (!route.given) return index(view);
  const at = model.find(route.given);
  if (at < 0) throw new Error("图中没有这个单位或领导。");
  const list = duties(at), all = route.query.get("all") === "1";
  const svg = picture(at, list, all, LT.room(view));
  const filter = h("label", { class: "check" }, h("input", { type: "checkbox", checked: all, on: { change: event => LT.put(LT.with({ all: event.target.checked ? "1" : null })) } }), "全部画出");
  LT.clear(view, h("div", { class: "page wide" }, h("p", { class: "crumb" }, LT.link(LT.to("duty"), "全部单位和领导")), h("div", { class: "title-line" }, h("h1", null, `${model.name(at)}责任图谱`),
    h("div", { class: "filters" }, filter, LT.pictureTools(() => svg, `${model.name(at)}责任图谱`))),
  list.length ? h("div", { class: "picture", tabindex: "0", role: "region", "aria-label": "责任图谱，可左右滚动" }, svg) : LT.note("所读文件没有给它任务。"),
  h("section", { class: "card" }, h("h2", null, "清单"), listing(at, list))));
  LT.markOpen(view);
  return null;
};
