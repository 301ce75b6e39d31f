// The documents: a list, and each one to read, with the facts that were read from it.
const { h } = LT;

function counts() {
  const { edges, documents } = LT.model.core;
  const facts = new Uint32Array(documents.length), tasks = new Uint32Array(documents.length), has = LT.model.relationIndex("HAS_TASK");
  for (let at = 0; at < edges.a.length; at += 1) {
    if (edges.document[at] >= 0) {
      facts[edges.document[at]] += 1;
      if (edges.kind[at] === has) tasks[edges.document[at]] += 1;
    }
  }
  return { facts, tasks };
}

LT.documentTable = () => {
  const { documents } = LT.model.core, { facts, tasks } = counts();
  return h("div", { class: "scroll" }, h("table", { class: "list" }, h("caption", { class: "away" }, "文件"), h("thead", null, h("tr", null,
    ["文件", "文号", "日期", "性质", "任务", "事实"].map((name, at) => h("th", { scope: "col", class: at > 3 ? "num" : null }, name)))),
  h("tbody", null, documents.map((one, at) => h("tr", null, h("th", { scope: "row" }, LT.link(LT.to("document", one.file || String(at)), LT.documentName(one))),
    h("td", null, one.number || "—"), h("td", { class: "date" }, one.date || "—"), h("td", null, LT.STATUS[one.status] || "—"), h("td", { class: "num" }, LT.number(tasks[at])),
    h("td", { class: "num" }, LT.number(facts[at])))))));
};

// The places of a document that facts rest on, joined where they overlap.
function stretches(document) {
  const { edges } = LT.model.core, found = [];
  for (let at = 0; at < edges.a.length; at += 1) if (edges.document[at] === document && edges.start[at] >= 0) found.push([edges.start[at], edges.end[at]]);
  found.sort((one, other) => one[0] - other[0]);
  const joined = [];
  for (const [start, end] of found) {
    const last = joined[joined.length - 1];
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

async function one(view, route) {
  const { model } = LT, number = LT.findDocument(route.given);
  if (number < 0) throw new Error("图中没有这份文件。");
  const document = model.document(number), text = await LT.source.text(number), slice = LT.cutter(text);
  const total = /[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length;
  const tasks = Array.from(model.outEdges(document.node)).filter(edge => model.core.relations[model.core.edges.kind[edge]][0] === "HAS_TASK")
    .map(edge => model.core.edges.b[edge]).sort((a, b) => model.value(a, "start") - model.value(b, "start"));
  const body = h("div", { class: "text", lang: "zh-CN" });
  let line = h("p"), at = 0;
  body.append(line);
  const put = (part, read) => part.split("\n").forEach((piece, place) => {
    if (place && line.firstChild) {
      line = h("p");
      body.append(line);
    }
    if (piece) line.append(read ? h("span", { class: "read" }, piece) : piece);
  });
  const read = stretches(number);
  for (const [start, end] of read) {
    put(slice(at, start), false);
    put(slice(start, end), true);
    at = end;
  }
  put(slice(at, total), false);
  const covered = read.reduce((sum, [start, end]) => sum + end - start, 0);
  LT.clear(view, h("div", { class: "page wide" }, h("p", { class: "crumb" }, LT.link(LT.to("document"), "全部文件")), h("h1", null, LT.documentName(document)),
    LT.note([document.number, document.issuer, document.date, LT.STATUS[document.status], `${LT.number(total)} 字`, `有底色的文字已读出事实（约 ${total ? Math.round(100 * covered / total) : 0}%）`].filter(Boolean).join(" · ")),
    h("p", { class: "actions" }, LT.nodeLink(document.node, "与它有关的全部关系"), LT.link(LT.to("network", model.id(document.node)), "关系网络")),
    h("div", { class: "columns" }, h("section", null, h("h2", null, "任务", h("span", { class: "count" }, tasks.length)),
      LT.folded(tasks, 60, task => h("li", null, h("span", { class: "note" }, `${model.value(task, "number") || ""} `), LT.nodeLink(task)))),
    h("section", { class: "sheet" }, body))));
}

LT.views.document = (view, route) => {
  if (!route.given) {
    LT.clear(view, h("div", { class: "page wide" }, h("h1", null, "文件"), LT.documentTable()));
    return null;
  }
  LT.clear(view, LT.busy());
  return one(view, route);
};
