// The coverage matrix: how often each industry meets each region, unit, platform …; a cell opens what supports it.
const { h } = LT;

function control(label, name, options, now) {
  const select = h("select", { id: `m-${name}`, on: { change: () => LT.put(LT.with({ [name]: select.value, c: null })) } }, options.map(([value, text]) => h("option", { value }, text)));
  select.value = now;
  return [h("label", { for: `m-${name}` }, label), select];
}

const named = (node, none) => (node < 0 ? none : LT.model.label(node));

// Five shades, by rank rather than by size: a few full cells must not wash out the rest.
function shades(cells) {
  if (Math.max(...cells.map(one => one[2])) <= 5) return count => count;
  const sorted = cells.map(one => one[2]).sort((one, other) => one - other);
  const bounds = [0.35, 0.6, 0.8, 0.93].map(part => sorted[Math.floor(part * (sorted.length - 1))]);
  return count => 1 + bounds.filter(bound => count > bound).length;
}

function cellContent(matrix, row, column, label) {
  const { model } = LT, cell = matrix.cells.find(one => matrix.rows[one[0]] === row && matrix.columns[one[1]] === column);
  const head = [h("h2", null, `${named(row, "未归入")} × ${model.label(column)}`), h("p", { class: "actions" }, row < 0 ? null : LT.nodeLink(row, `看${model.name(row)}`), LT.nodeLink(column, `看${model.name(column)}`))];
  if (!cell) {
    const documents = node => new Set([...model.outEdges(node), ...model.inEdges(node)].map(edge => model.core.edges.document[edge]).filter(one => one >= 0));
    const one = row < 0 ? new Set() : documents(row), other = documents(column), both = Array.from(one).filter(document => other.has(document));
    return [head, h("p", null, "未见记载：所读文件没有把两者联系起来，不等于没有。"), LT.note(both.length ? `两者都出现在：${both.map(document => LT.documentName(model.document(document))).join("；")}` : "没有一份文件同时提到两者。")];
  }
  const [, , count, support, edges] = cell;
  return [head, h("p", null, `${label}：${count} 项支持`), h("h3", null, "支持它的任务、项目等", h("span", { class: "count" }, count)),
    LT.folded(support, 20, node => h("li", null, LT.badge(node), LT.nodeLink(node))), count > support.length ? LT.note(`另有 ${count - support.length} 项`) : null,
    h("h3", null, "所据原文"), LT.folded(Array.from(new Map(edges.map(edge => [`${model.core.edges.document[edge]}:${model.core.edges.start[edge]}`, edge])).values()), 10, edge => h("li", null, LT.quote(model.edgeQuote(edge), { about: named(row, "") })))];
}

function asAnswer(matrix, title) {
  const { model } = LT, columns = matrix.columns.map(model.label);
  const rows = matrix.rows.map(row => [named(row, "未归入"), ...columns.map(() => 0)]), evidence = matrix.rows.map(() => []);
  matrix.cells.forEach(([row, column, count, , edges]) => {
    rows[row][column + 1] = count;
    evidence[row].push(...edges.slice(0, 2).map(model.edgeQuote));
  });
  return { title, statement: `${rows.length} 行 × ${columns.length} 列，${matrix.cells.length} 格不为空。`, columns: ["产业", ...columns], rows, evidence, unmentioned: [], why_empty: "",
    rule: "格中数字是支持它的任务、主攻表述、项目等的个数，每个只计一次；待核归属不算。", scope: "全部文件", total: rows.length };
}

function grid(matrix, flip, cells) {
  const { model } = LT, shade = shades(matrix.cells), key = (row, column) => `${row < 0 ? "" : model.id(row)}~${model.id(column)}`;
  const rows = flip ? matrix.columns : matrix.rows, columns = flip ? matrix.rows : matrix.columns;
  const head = h("tr", null, h("td", { class: "corner" }), columns.map(one => h("th", { scope: "col", title: named(one, "未归入") }, one < 0 ? h("span", null, "未归入") : LT.nodeLink(one, LT.lines(named(one), 12, 1)[0]))));
  const body = rows.map((row, down) => h("tr", null, h("th", { scope: "row" }, row < 0 ? "未归入" : LT.nodeLink(row)), columns.map((column, across) => {
    const [at, to] = flip ? [across, down] : [down, across], found = cells.get(`${at}:${to}`), [one, other] = flip ? [column, row] : [row, column];
    const label = `${named(one, "未归入")} × ${named(other, "")}：${found ? `${found[2]} 项` : "未见记载"}`;
    return h("td", { class: found ? `q${shade(found[2])}` : "q0" }, h("a", { href: LT.beside({ c: key(one, other) }), "aria-label": label, title: label, "data-cell": key(one, other), tabindex: "-1" }, found ? found[2] : "·"));
  })));
  const table = h("table", { class: "heat" }, h("caption", { class: "away" }, "覆盖矩阵，方向键移动，回车打开"), h("thead", null, head), h("tbody", null, body));
  LT.roving(table, "td a", { columns: () => columns.length });
  return table;
}

LT.views.matrix = async (view, route) => {
  const { model } = LT;
  LT.clear(view, LT.busy());
  const maps = await LT.maps(), by = route.query.get("by") || "region", level = route.query.get("level") || "chain", flip = route.query.get("flip") === "1";
  const matrix = maps.matrices.find(one => one.by === by && one.level === level);
  if (!matrix) throw new Error("没有这样的矩阵。");
  const cells = new Map(matrix.cells.map(one => [`${one[0]}:${one[1]}`, one]));
  const label = (maps.by.find(([one]) => one === by) || ["", by])[1], title = `${maps.levels.find(([one]) => one === level)[1]} × ${label}`;
  LT.cellPanel = text => {
    const [row, column] = text.split("~");
    const found = [row ? model.find(row) : -1, model.find(column)];
    return found[1] < 0 ? LT.note("没有这个格子。") : cellContent(matrix, found[0], found[1], title);
  };
  const flipped = h("label", { class: "check" }, h("input", { type: "checkbox", checked: flip, on: { change: event => LT.put(LT.with({ flip: event.target.checked ? "1" : null })) } }), "行列互换");
  LT.clear(view, h("div", { class: "page full" }, h("div", { class: "title-line" }, h("h1", null, "覆盖矩阵"), h("div", { class: "filters" }, control("行", "level", maps.levels, level), control("列", "by", maps.by, by), flipped,
    LT.downloads(asAnswer(matrix, `覆盖矩阵 ${title.replace("×", "与")}`)))),
  LT.note(`${title}：${matrix.rows.length} 行 × ${matrix.columns.length} 列，${matrix.cells.length} 格有记载。数字是支持它的任务、项目等的个数；“·”是未见记载。${matrix.left[0] + matrix.left[1] ? `另有 ${matrix.left[0]} 行、${matrix.left[1]} 列较空的未列，见问答“覆盖矩阵”。` : ""}`),
  matrix.cells.length ? h("div", { class: "scroll heatbox" }, grid(matrix, flip, cells)) : LT.note("所读文件没有这样的联系。")));
  LT.selected = now => {
    const key = now.query.get("c");
    view.querySelectorAll("[data-cell]").forEach(one => one.classList.toggle("on", one.dataset.cell === key));
  };
  LT.selected(LT.route());
};
