// A table with its sentences: sorts, filters, opens the evidence of a row, links the names it knows, goes to Excel and Word.
const { h } = LT;
const PAGE = 100;

// Names within a cell, as links. Several are joined by 、.
function linked(value) {
  const { model } = LT;
  const one = part => {
    const all = model.byName.get(part) || model.byName.get(part.replace(/（.*）$/, "")) || [];
    // Of several of one name, the kind that tables speak of most.
    const kind = ["Industry", "Unit", "Region", "Platform", "Project", "Enterprise"].find(one => all.some(at => model.kind(at) === one));
    const found = all.length > 1 ? all.filter(at => model.kind(at) === kind) : all;
    return found.length === 1 ? LT.nodeLink(found[0], part) : part;
  };
  if (value.length > 400) return [value];
  return value.split(/(、|；)/).map(part => (part === "、" || part === "；" ? part : one(part)));
}

function shown(value) {
  if (value === null || value === undefined || value === "") return h("span", { class: "none", "aria-label": "空" }, "—");
  if (value === true) return "是";
  if (value === false) return "否";
  if (typeof value === "number") return Number.isInteger(value) ? LT.number(value) : String(Math.round(value * 1000) / 1000);
  const parts = linked(value);
  if (value.length <= 130) return parts;
  const box = h("div", { class: "long" }, parts);
  const more = LT.button("展开", () => {
    const open = box.classList.toggle("all");
    more.textContent = open ? "收起" : "展开";
    more.setAttribute("aria-expanded", String(open));
  }, { class: "more", "aria-expanded": "false" });
  return [box, more];
}

function compare(one, other) {
  const none = value => value === null || value === undefined || value === "";
  if (none(one) || none(other)) return none(one) - none(other);
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "zh-CN", { numeric: true });
}

LT.notesOf = answer => {
  const notes = [`共 ${answer.total === undefined ? answer.rows.length : answer.total} 行。范围：${answer.scope}`, `规则：${answer.rule}`];
  if (answer.why_empty) notes.push(`没有结果：${answer.why_empty}`);
  if (answer.unmentioned.length) notes.push(`未见记载（不等于没有）：${answer.unmentioned.join("、")}`);
  return notes;
};

LT.downloads = (answer, rows) => h("div", { class: "downloads", role: "group", "aria-label": "下载清单" }, LT.FORMATS.map(([ending, label, write]) =>
  LT.button(label, async event => {
    const target = event.currentTarget;
    target.disabled = true;
    try {
      const order = rows ? rows() : answer.rows.map((_, at) => at);
      const said = await Promise.all(order.map(at => saidOf(answer.evidence[at] || [])));
      LT.save(write({
        title: answer.title, statement: answer.statement, columns: [...answer.columns, "原文"],
        rows: order.map((at, place) => [...answer.rows[at], said[place]]), notes: LT.notesOf(answer),
      }), `${answer.title}.${ending}`);
    } finally {
      target.disabled = false;
    }
  }, { class: "small", "data-format": ending, title: `下载为 ${label}，含规则、范围和原文` })));

async function saidOf(quotes) {
  const texts = await Promise.all(quotes.map(LT.quoteText));
  return quotes.map((one, at) => `「${texts[at].replace(/\s+/g, " ")}」${LT.placeText(one)}`).join("；");
}

LT.table = answer => {
  let order = answer.rows.map((_, at) => at), sorted = null, limit = PAGE;
  const body = h("tbody"), count = h("span", { class: "note", "aria-live": "polite" });
  const wanted = h("input", { type: "search", placeholder: "在结果中筛选", "aria-label": "在结果中筛选", on: { input: LT.later(() => choose(), 80) } });
  const more = LT.button("显示更多", () => { limit += PAGE * 5; fill(); }, { class: "more" });
  const numeric = answer.columns.map((_, column) => answer.rows.some(row => typeof row[column] === "number") && answer.rows.every(row => typeof row[column] !== "string"));
  const heads = answer.columns.map((name, column) => h("th", { scope: "col", class: numeric[column] ? "num" : null }, LT.button(name, () => {
    sorted = sorted && sorted.column === column ? (sorted.down ? null : { column, down: true }) : { column, down: false };
    heads.forEach((head, at) => head.setAttribute("aria-sort", sorted && at === sorted.column ? (sorted.down ? "descending" : "ascending") : "none"));
    choose();
  }, { class: "sort", title: "按此列排序" })));
  const choose = () => {
    const text = wanted.value.trim().toLowerCase();
    order = answer.rows.map((_, at) => at).filter(at => !text || answer.rows[at].some(value => String(value).toLowerCase().includes(text)));
    if (sorted) order.sort((one, other) => (sorted.down ? -1 : 1) * compare(answer.rows[one][sorted.column], answer.rows[other][sorted.column]) || one - other);
    limit = PAGE;
    fill();
  };
  const evidence = (at, row, button) => {
    const open = row.nextSibling && row.nextSibling.classList && row.nextSibling.classList.contains("evidence");
    button.setAttribute("aria-expanded", String(!open));
    if (open) row.nextSibling.remove();
    else {
      row.after(h("tr", { class: "evidence" }, h("td", { colspan: answer.columns.length + 1 },
        LT.folded(answer.evidence[at], 6, one => h("li", null, LT.quote(one))))));
    }
  };
  const line = at => {
    const quotes = answer.evidence[at] || [];
    const button = quotes.length ? LT.button(`原文 ${quotes.length}`, () => evidence(at, row, button), { class: "small", "aria-expanded": "false" }) : "—";
    const row = h("tr", null, answer.rows[at].map((value, column) => h(column ? "td" : "th", { scope: column ? null : "row", class: numeric[column] ? "num" : null }, shown(value))),
      h("td", { class: "open" }, button));
    return row;
  };
  const fill = () => {
    LT.clear(body, order.slice(0, limit).map(line));
    more.hidden = order.length <= limit;
    const cut = answer.total > answer.rows.length ? `（共 ${LT.number(answer.total)} 行，这里是前 ${LT.number(answer.rows.length)} 行）` : "";
    count.textContent = `${LT.number(order.length)} 行${cut}`;
  };
  fill();
  if (!answer.rows.length) return h("p", { class: "empty" }, answer.why_empty || "没有结果。");
  return h("div", { class: "answer-table" }, h("div", { class: "row-tools" }, answer.rows.length > 8 ? wanted : null, count, LT.downloads(answer, () => order)),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${answer.title}，表格` }, h("table", null, h("caption", { class: "away" }, answer.title), h("thead", null, h("tr", null, heads,
      h("th", { scope: "col" }, "原文"))), body)), more);
};

LT.answerBox = answer => [
  h("p", { class: "statement" }, answer.statement),
  LT.table(answer),
  answer.unmentioned.length ? h("section", { class: "unmentioned" }, h("h3", null, "未见记载", h("span", { class: "count" }, answer.unmentioned.length)),
    LT.note("所读文件没有提到，不等于没有。"), LT.folded(answer.unmentioned, 12, one => h("li", null, one))) : null,
  h("dl", { class: "facts rule" }, h("dt", null, "规则"), h("dd", null, answer.rule), h("dt", null, "范围"), h("dd", null, answer.scope)),
];
