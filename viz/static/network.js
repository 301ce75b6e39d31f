// The network: the whole graph or one node's surroundings, with filters, search, paths, and a list that says the same.
const { h } = LT;

function readFilter(query) {
  const { model } = LT, { core } = model;
  const list = name => (query.get(name) ? query.get(name).split(",") : null);
  const only = query.get("kind"), hidden = new Set(list("hide") || []);
  const kinds = core.kinds.map(([kind]) => (only ? only.split(",").includes(kind) : !hidden.has(kind)));
  const grades = core.grades.map(([grade]) => (list("grade") ? list("grade").includes(grade) : grade !== "reference"));
  const year = query.get("year"), file = query.get("doc"), theme = query.get("chain"), region = query.get("region");
  const documents = core.documents.map((one, at) => (!file || one.file === file || String(at) === file) && (!year || String(one.date || "").startsWith(year)));
  const near = region ? nearRegion(region) : null;
  const narrowed = Boolean(file || year);
  const edge = at => grades[core.edges.grade[at]] && (!narrowed || (core.edges.document[at] >= 0 && documents[core.edges.document[at]]));
  let touched = null;
  if (narrowed) {
    touched = new Uint8Array(model.count);
    for (let at = 0; at < model.edgeCount; at += 1) if (edge(at)) touched[core.edges.a[at]] = touched[core.edges.b[at]] = 1;
  }
  const node = at => kinds[core.nodes.kind[at]] && (core.nodes.grade[at] !== 3 || grades[3]) && (!touched || touched[at])
    && (!theme || core.nodes.cells[core.nodes.cell[at]][0] === theme) && (!near || near.has(at));
  return { kinds, grades, edge, node, query };
}

// A region with what lies in it, and all that the tasks there name.
function nearRegion(id) {
  const { model } = LT, at = model.find(id), found = new Set([at]);
  if (at < 0) return found;
  const places = new Set(["IN_REGION", "LOCATED_IN", "FOCUSES_ON", "GOVERNS", "PART_OF"].map(model.relationIndex));
  const step = (node, all) => [...model.outEdges(node), ...model.inEdges(node)].filter(edge => all || places.has(model.core.edges.kind[edge])).map(edge => model.other(edge, node));
  const first = step(at, false);
  first.forEach(one => found.add(one));
  first.filter(one => model.kind(one) === "Task").forEach(one => step(one, true).forEach(other => found.add(other)));
  return found;
}

function apply(scene, filter) {
  const { a, b, shown } = scene.edges;
  let count = 0;
  for (let at = 0; at < scene.count; at += 1) {
    scene.visible[at] = filter.node(at) ? 1 : 0;
    count += scene.visible[at];
  }
  let lines = 0;
  for (let at = 0; at < a.length; at += 1) {
    shown[at] = scene.visible[a[at]] && scene.visible[b[at]] && filter.edge(at) ? 1 : 0;
    lines += shown[at];
  }
  scene.far = count > 6000 ? LT.farCells(LT.model, scene) : null;
  return [count, lines];
}

function picker(label, name, options, now, none) {
  const id = `n-${name}`, select = h("select", { id, on: { change: () => LT.put(LT.with({ [name]: select.value })) } }, h("option", { value: "" }, none || "不限"), options.map(([value, text]) => h("option", { value }, text)));
  select.value = now || "";
  return h("div", { class: "field" }, h("label", { for: id }, label), select);
}

function checks(label, options) {
  return h("fieldset", null, h("legend", null, label), options.map(([id, on, text, change]) => h("label", { class: "check" }, h("input", { type: "checkbox", id, checked: on, on: { change } }), text)));
}

function filters(filter) {
  const { model } = LT, { core } = model, { query } = filter, counts = core.kinds.map(() => 0);
  core.nodes.kind.forEach(kind => { counts[kind] += 1; });
  const regions = [];
  core.nodes.kind.forEach((kind, at) => { if (core.kinds[kind][0] === "Region" && model.degree[at] > 1) regions.push(at); });
  regions.sort((one, other) => model.degree[other] - model.degree[one]);
  const years = Array.from(new Set(core.documents.map(one => String(one.date || "").slice(0, 4)).filter(Boolean))).sort();
  const themes = Array.from(new Set(core.nodes.cells.map(([theme]) => theme))).sort((one, other) => one.localeCompare(other, "zh-CN"));
  const toggleKind = at => () => {
    const next = filter.kinds.map((on, place) => (place === at ? !on : on));
    LT.put(LT.with({ kind: null, hide: core.kinds.filter((_, place) => !next[place]).map(([kind]) => kind).join(",") }));
  };
  const toggleGrade = at => () => {
    const next = filter.grades.map((on, place) => (place === at ? !on : on));
    LT.put(LT.with({ grade: core.grades.filter((_, place) => next[place]).map(([grade]) => grade).join(",") || "none" }));
  };
  return [
    checks("类型", core.kinds.map(([kind, label], at) => (counts[at] ? [`k-${kind}`, filter.kinds[at], [h("span", { class: `badge k-${kind}`, "aria-hidden": "true" }, core.kinds[at][2]), label, h("span", { class: "count" }, LT.number(counts[at]))], toggleKind(at)] : null)).filter(Boolean)),
    picker("产业链", "chain", themes.map(one => [one, one]), query.get("chain")),
    picker("区域", "region", regions.map(at => [model.id(at), model.label(at)]), query.get("region")),
    picker("文件", "doc", core.documents.map((one, at) => [one.file || String(at), LT.documentName(one)]), query.get("doc")),
    years.length > 1 ? picker("文件年份", "year", years.map(one => [one, one]), query.get("year")) : null,
    checks("依据", core.grades.map(([grade, label], at) => [`g-${grade}`, filter.grades[at], label, toggleGrade(at)])),
    LT.link(LT.to("network", LT.route().given), "恢复默认", { class: "small" }),
  ];
}

function pathBox(from, filter, query) {
  const { model } = LT, box = h("div", { class: "path" }), target = query.get("to") ? model.find(query.get("to")) : -1;
  const input = LT.nodeInput("到另一个节点的路径", at => LT.put(LT.with({ to: model.id(at), from: from < 0 ? null : model.id(from) })), target >= 0 ? model.name(target) : "");
  LT.add(box, input);
  if (target < 0 || from < 0) return { box, way: null };
  const way = model.path(from, target, (at, edge) => filter.node(at) && filter.edge(edge)) || model.path(from, target);
  if (!way) LT.add(box, LT.note("两者没有相连。"));
  else {
    let at = from;
    LT.add(box, h("ol", { class: "plain steps" }, h("li", null, LT.badge(from), LT.nodeLink(from)), way.map(edge => {
      const outward = model.core.edges.a[edge] === at, kind = model.core.relations[model.core.edges.kind[edge]][0];
      at = model.other(edge, at);
      return h("li", null, LT.link(LT.beside({ e: LT.edgeKey(edge) }), `${outward ? "→" : "←"} ${(outward ? LT.RELATION_OUT : LT.RELATION_IN)[kind]}`, { class: "edge" }), h("br"), LT.badge(at), LT.nodeLink(at));
    })), LT.link(LT.with({ to: null, from: null }), "清除路径", { class: "small" }));
  }
  return { box, way };
}

// A field that finds a node by name, pinyin or initials.
LT.nodeInput = (label, chosen, value) => {
  const id = `node-${label.length}-${chosen.name || "x"}`, list = h("ul", { class: "plain hits" });
  const input = h("input", { id, type: "search", placeholder: "名称、拼音、首字母", value: value || "", autocomplete: "off" });
  const look = () => LT.clear(list, input.value.trim() ? LT.model.search(input.value, { limit: 8 }).map(at => h("li", null, LT.badge(at), LT.button(LT.model.label(at), () => {
    LT.clear(list);
    chosen(at);
  }, { class: "as-link" }))) : null);
  input.addEventListener("input", LT.later(look, 80));
  input.addEventListener("keydown", event => {
    if (event.key !== "Enter") return;
    const found = LT.model.search(input.value, { limit: 1 });
    if (found.length) chosen(found[0]);
  });
  return h("div", { class: "field" }, h("label", { for: id }, label), input, list);
};

function list(scene) {
  const { model } = LT, found = [];
  for (const at of scene.order) {
    if (scene.visible[at]) found.push(at);
    if (found.length >= 300) break;
  }
  return LT.folded(found, 40, at => h("li", null, LT.badge(at), LT.nodeLink(at), h("span", { class: "count" }, model.degree[at])));
}

function connect(canvas, scene, host, tip) {
  const { model } = LT;
  const marked = at => {
    const edges = [...model.outEdges(at), ...model.inEdges(at)].filter(edge => scene.edges.shown[edge]);
    return { nodes: [at, ...new Set(edges.map(edge => model.other(edge, at)))], edges, dim: true };
  };
  let hovered = -1;
  const rest = () => {
    const now = LT.route().query.get("n"), at = now ? model.find(now) : -1;
    canvas.mark(scene.way || (at >= 0 && scene.visible[at] ? marked(at) : null));
  };
  canvas.hover = (x, y) => {
    const at = x < 0 || scene.seenFar ? -1 : canvas.hit(x, y);
    if (at === hovered) return;
    hovered = at;
    host.style.cursor = at < 0 ? "grab" : "pointer";
    tip.hidden = at < 0;
    if (at >= 0) {
      tip.textContent = `${model.kindLabel(at)} · ${model.label(at)} · ${model.degree[at]} 条关系`;
      tip.style.left = `${Math.min(canvas.view.width - 240, x + 14)}px`;
      tip.style.top = `${y + 16}px`;
      if (!scene.way) canvas.mark(Object.assign(marked(at), { dim: false }));
    } else rest();
  };
  canvas.click = (x, y) => {
    // From far away a click goes nearer: to the cell that was meant.
    if (scene.seenFar && enter(canvas, scene, x, y)) return;
    const at = canvas.hit(x, y);
    if (at >= 0) LT.openNode(at);
    else {
      const edge = nearEdge(canvas, scene, x, y);
      LT.go(LT.beside(edge >= 0 ? { e: LT.edgeKey(edge) } : {}));
    }
  };
  LT.selected = route => {
    rest();
    const at = route.query.get("n") ? model.find(route.query.get("n")) : -1;
    if (at >= 0 && scene.visible[at]) canvas.show(at);
  };
  host.addEventListener("keydown", event => {
    const now = LT.route().query.get("n"), at = now ? model.find(now) : -1;
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (event.key === "+" || event.key === "=") canvas.zoom(1.3);
    else if (event.key === "-") canvas.zoom(1 / 1.3);
    else if (event.key === "0") canvas.fit();
    else if (way && event.shiftKey) canvas.move(-way[0] * 80, -way[1] * 80);
    else if (way) {
      const pool = at >= 0 && scene.visible[at] ? marked(at).nodes.slice(1) : Array.from(scene.order).filter(one => scene.visible[one]).slice(0, 1);
      const to = toward(canvas, at, pool, way);
      if (to >= 0) {
        history.replaceState(null, "", LT.with({ n: model.id(to), t: null, e: null }));
        LT.routed();
        host.focus();
      }
    } else return;
    event.preventDefault();
  });
}

function enter(canvas, scene, x, y) {
  const { far } = scene;
  let best = -1, least = 120;
  far.order.forEach(cell => {
    const away = Math.hypot(far.x[cell] * canvas.view.k + canvas.view.x - x, far.y[cell] * canvas.view.k + canvas.view.y - y);
    if (away < least) { least = away; best = cell; }
  });
  if (best < 0) return false;
  canvas.fit(Array.from(scene.order).filter(at => scene.visible[at] && LT.model.core.nodes.cell[at] === best));
  return true;
}

function toward(canvas, at, pool, [dx, dy]) {
  if (at < 0) return pool.length ? pool[0] : -1;
  const [x, y] = canvas.screen(at);
  let best = -1, most = 0.2;
  pool.forEach(one => {
    const [px, py] = canvas.screen(one), away = Math.hypot(px - x, py - y) || 1, along = ((px - x) * dx + (py - y) * dy) / away;
    if (along - away / 5000 > most) {
      most = along - away / 5000;
      best = one;
    }
  });
  return best;
}

// Among the edges that can be told apart: the ones lit up, or all where there are few.
function nearEdge(canvas, scene, x, y) {
  const lit = scene.marked ? scene.marked.edges : [];
  const pool = scene.most ? Array.from(scene.edges.shown.keys()).filter(at => scene.edges.shown[at]) : lit;
  let best = -1, least = 6;
  pool.forEach(at => {
    const [x1, y1] = canvas.screen(scene.edges.a[at]), [x2, y2] = canvas.screen(scene.edges.b[at]), length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / (length * length);
    if (along < 0.02 || along > 0.98) return;
    const away = Math.abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length;
    if (away < least) { least = away; best = at; }
  });
  return best;
}

function start(query) {
  const id = query.get("from") || query.get("n");
  return id ? LT.model.find(id) : -1;
}

LT.views.network = (view, route) => {
  const { model } = LT, filter = readFilter(route.query), at = route.given ? model.find(route.given) : -1, depth = Number(route.query.get("depth") || 1);
  const keep = (node, edge) => filter.node(node) && filter.edge(edge);
  const from = at >= 0 ? at : start(route.query), { box, way } = pathBox(from, filter, route.query);
  const scene = at < 0 ? LT.wholeScene(model) : way ? LT.pathScene(model, at, way) : LT.egoScene(model, at, depth, keep);
  let counts;
  if (at >= 0) counts = [scene.visible.reduce((sum, one) => sum + one, 0), scene.edges.shown.reduce((sum, one) => sum + one, 0)];
  else counts = apply(scene, filter);
  if (way && at < 0) {
    const nodes = Array.from(new Set(way.reduce((all, edge) => all.concat(scene.edges.a[edge], scene.edges.b[edge]), [])));
    scene.way = { nodes, edges: way, dim: true, ring: true };
    nodes.forEach(one => { if (!scene.visible[one]) scene.visible[one] = 1; });
  }
  const tip = h("div", { class: "tip", hidden: true, "aria-hidden": "true" });
  const host = h("div", { class: "canvas", tabindex: "0", role: "application", "aria-label": `关系网络，${counts[0]} 个节点，${counts[1]} 条关系。方向键沿关系移动，加减号缩放，0 看全图；左侧清单列出同样的节点。` });
  const tools = h("div", { class: "canvas-tools", role: "group", "aria-label": "画面" }, LT.button("＋", () => canvas.zoom(1.4), { "aria-label": "放大" }), LT.button("－", () => canvas.zoom(1 / 1.4), { "aria-label": "缩小" }),
    LT.button("全图", () => canvas.fit()), LT.button("PNG", () => canvas.picture().toBlob(blob => LT.save(blob, "关系网络.png")), { title: "下载当前画面" }));
  const head = at >= 0 ? [h("p", { class: "crumb" }, LT.link(LT.to("network"), "全图")), h("h1", null, LT.badge(at), model.name(at)),
    h("p", { class: "actions" }, [1, 2].map(one => LT.link(LT.with({ depth: one === 1 ? null : one }), one === 1 ? "直接相连" : "两步以内", { "aria-current": depth === one ? "true" : null })))] : h("h1", null, "关系网络");
  LT.clear(view, h("div", { class: "split" }, h("div", { class: "side" }, head, h("p", { class: "note", "aria-live": "polite" }, `${LT.number(counts[0])} 个节点，${LT.number(counts[1])} 条关系`),
    LT.nodeInput("找一个节点", one => LT.go(at >= 0 ? LT.to("network", model.id(one)) : LT.beside({ n: model.id(one) }))), box, h("details", { open: at < 0 }, h("summary", null, "筛选"), filters(filter)),
    h("details", { open: true }, h("summary", null, "清单（关系多的在前）"), list(scene))), h("div", { class: "canvas-box" }, host, tools, tip)));
  const canvas = LT.makeCanvas(host, scene);
  LT.closed = () => canvas.stop();
  LT.repaint = canvas.palette;
  connect(canvas, scene, host, tip);
  canvas.fit(scene.way ? scene.way.nodes : undefined);
  LT.canvas = canvas;
};
