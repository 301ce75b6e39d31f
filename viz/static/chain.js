// The chain map: upstream to downstream by segment, what is there, what is weak, what is missing, what nobody mentions.
const { h, s } = LT;
const STAGES = [["upstream", "上游"], ["midstream", "中游"], ["downstream", "下游"], ["service", "配套服务"], ["", "未分环节"]];
const GAP = 60, LINE = 17, TOP = 44, ROW = 14;
let WIDTH = 240;
const stateOf = key => LT.STATES.find(([one]) => one === key);

const names = (list, most) => {
  const found = list.slice(0, most).map(one => LT.model.short(Array.isArray(one) ? one[0] : one));
  return `${found.join("、")}${list.length > most ? ` 等${list.length}个` : ""}`;
};

function content(box) {
  const rows = [];
  if (box.leads.length) rows.push(["牵头", names(box.leads, 2) + (box.wider ? "（全链）" : ""), box.wider ? "soft" : ""]);
  if (box.projects.length) rows.push(["项目", names(box.projects, 2)]);
  if (box.enterprises.length) rows.push(["企业", names(box.enterprises, 2)]);
  if (box.platforms.length) rows.push(["平台", names(box.platforms, 2)]);
  if (box.unsure.length) rows.push(["待核", names(box.unsure, 1), "soft"]);
  if (box.state === "unmentioned" || box.state === "offsite") return rows.filter(([name]) => name === "待核");
  return rows.map(([name, text, soft]) => [name, text, soft]);
}

function measure(box) {
  const title = LT.lines(LT.model.name(box.node), (WIDTH - 44) / 14.6, 2);
  const rows = content(box).map(([name, text, soft]) => ({ name, soft, lines: LT.lines(text, (WIDTH - 58) / 12.6, 2) }));
  const height = 12 + title.length * 19 + rows.reduce((sum, row) => sum + row.lines.length * LINE, 0) + (box.gaps.length ? LINE : 0) + 8;
  return { box, title, rows, height: Math.max(36, height) };
}

function draw(measured, x, y, rules) {
  const { model } = LT, { box, title, rows, height } = measured, inside = [];
  let down = 12;
  inside.push(LT.textAt(12, down + 12, stateOf(box.state)[2], { class: `mark ${box.state}` }));
  title.forEach((text, at) => {
    inside.push(LT.textAt(30, down + 12, `${text}${box.core && at === title.length - 1 ? " ★" : ""}`, { class: "title" }));
    down += 19;
  });
  rows.forEach(({ name, lines, soft }) => {
    inside.push(LT.textAt(12, down + 12, name, { class: "key" }));
    lines.forEach(text => {
      inside.push(LT.textAt(46, down + 12, text, { class: soft ? "value soft" : "value" }));
      down += LINE;
    });
  });
  if (box.gaps.length) {
    const text = LT.lines(box.gaps.map(([code]) => (rules[code] || [code])[0]).join(" · "), (WIDTH - 24) / 12.2, 1)[0];
    inside.push(LT.textAt(12, down + 12, text, { class: "gaps" }));
  }
  const label = [model.name(box.node), stateOf(box.state)[1], box.core ? "核心环节" : "", box.leads.length ? `牵头：${names(box.leads, 3)}` : "",
    `项目${box.projects.length}个，企业${box.enterprises.length}个，平台${box.platforms.length}个`, box.gaps.map(([code]) => (rules[code] || [code])[0]).join("、")].filter(Boolean).join("；");
  return LT.box(x, y, WIDTH, height, { label, id: model.id(box.node), name: model.name(box.node), kind: `segment ${box.state}`, open: () => LT.openNode(box.node) },
    s("title", null, label), inside);
}

// Boxes of a column in the order that crosses least: by the middle of what they are joined to.
function arrange(columns, feeds) {
  const place = new Map();
  const number = () => columns.forEach(column => column.forEach((one, at) => place.set(one.index, at / Math.max(1, column.length))));
  number();
  for (let round = 0; round < 4; round += 1) {
    for (const column of columns) {
      const middle = new Map(column.map(one => {
        const joined = feeds.filter(pair => pair.includes(one.index)).map(pair => place.get(pair[0] === one.index ? pair[1] : pair[0]));
        return [one.index, joined.length ? joined.reduce((sum, value) => sum + value, 0) / joined.length : place.get(one.index)];
      }));
      column.sort((one, other) => middle.get(one.index) - middle.get(other.index) || one.index - other.index);
      number();
    }
  }
}

function picture(chain, maps, shown, room) {
  const stages = new Set(chain.segments.filter(shown).map(one => one.stage)).size || 1;
  WIDTH = Math.round(Math.min(430, Math.max(228, (room - (stages - 1) * GAP) / stages)));
  const items = chain.segments.map((box, index) => Object.assign(measure(box), { index })).filter(one => shown(one.box));
  const used = STAGES.filter(([stage]) => items.some(one => one.box.stage === stage));
  const columns = used.map(([stage]) => items.filter(one => one.box.stage === stage));
  const kept = new Set(items.map(one => one.index)), feeds = chain.feeds.filter(([one, other]) => kept.has(one) && kept.has(other));
  arrange(columns, feeds);
  const tall = columns.map(column => column.reduce((sum, one) => sum + one.height + ROW, 0));
  const height = TOP + Math.max(120, ...tall) + 8, width = Math.max(1, columns.length) * (WIDTH + GAP) - GAP + 2;
  const at = new Map(), boxes = [], heads = [];
  columns.forEach((column, number) => {
    const x = 1 + number * (WIDTH + GAP);
    let y = TOP;
    heads.push(LT.textAt(x, 22, used[number][1], { class: "head" }), LT.textAt(x + WIDTH, 22, `${column.length} 个环节`, { class: "head-count", "text-anchor": "end" }),
      s("line", { x1: x, x2: x + WIDTH, y1: 32, y2: 32, class: "rule" }));
    column.forEach(one => {
      at.set(one.index, { x, y, height: one.height });
      boxes.push(draw(one, x, y, maps.rules));
      y += one.height + ROW;
    });
  });
  const lines = feeds.map(([one, other]) => {
    const from = at.get(one), to = at.get(other), solid = ["present", "weak"];
    const y1 = from.y + Math.min(24, from.height / 2), y2 = to.y + Math.min(24, to.height / 2);
    const there = solid.includes(chain.segments[one].state) && solid.includes(chain.segments[other].state);
    const path = from.x === to.x ? `M${from.x + WIDTH} ${y1}C${from.x + WIDTH + 30} ${y1} ${to.x + WIDTH + 30} ${y2} ${to.x + WIDTH} ${y2}`
      : from.x < to.x ? LT.curve(from.x + WIDTH, y1, to.x, y2) : `M${from.x} ${y1}C${from.x - 28} ${y1} ${to.x + WIDTH + 28} ${y2} ${to.x + WIDTH} ${y2}`;
    return s("path", { d: path, class: `feed${there ? " whole" : ""}`, "data-from": one, "data-to": other });
  });
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": `${LT.model.name(chain.node)}产业链图`, class: "drawing chain-map" }, lines, heads, boxes);
  const light = id => svg.querySelectorAll(".feed").forEach(line => line.classList.toggle("lit", id !== null && (line.dataset.from === id || line.dataset.to === id)));
  items.forEach(one => {
    const box = boxes.find(node => node.dataset.node === LT.model.id(one.box.node));
    ["mouseenter", "focus"].forEach(name => box.addEventListener(name, () => light(String(one.index))));
    ["mouseleave", "blur"].forEach(name => box.addEventListener(name, () => light(null)));
  });
  LT.walkBoxes(svg);
  return svg;
}

function summary(chain, maps) {
  const { model } = LT;
  const ties = chain.ties.map(([edge, outward]) => {
    const { edges } = model.core, more = model.edgeMoreOf(edge);
    return h("li", null, h("span", { class: "note" }, outward ? "依托 " : "支撑 "), LT.nodeLink(outward ? edges.b[edge] : edges.a[edge]), more.note ? h("span", { class: "note" }, ` ${more.note[1]}`) : null);
  });
  const row = (name, list) => (list.length ? [h("dt", null, name), h("dd", null, list.slice(0, 8).map((one, at) => [at ? "、" : "", LT.nodeLink(Array.isArray(one) ? one[0] : one)]),
    list.length > 8 ? ` 等${list.length}个` : "")] : null);
  return h("div", { class: "halves" }, h("section", { class: "card" }, h("h2", null, "全链"),
    h("dl", { class: "facts" }, row("牵头", chain.leads), row("领导", chain.leaders), row("区域", chain.places), row("项目", chain.projects), row("企业", chain.enterprises),
      row("平台", chain.platforms), [h("dt", null, "缺口"), h("dd", null, chain.gaps.length ? chain.gaps.map(([code, reason]) => `${maps.rules[code][0]}（${maps.strings[reason]}）`).join("；") : "—")]),
    chain.plan.slice(0, 2).map(edge => LT.quote(model.edgeQuote(edge), { about: model.name(chain.node) })),
    chain.touched ? null : LT.note("所读文件没有提到这条链：未见记载，不等于没有。")),
  h("section", { class: "card" }, h("h2", null, "与其他产业的关系"), ties.length ? h("ul", { class: "plain" }, ties) : LT.note("没有记录。")));
}

// The list beside the picture: each segment a row.
function listing(chain, maps) {
  const { model } = LT, states = ["missing", "weak", "present", "unmentioned", "offsite"];
  const stage = name => (STAGES.find(([one]) => one === name) || ["", ""])[1];
  const boxes = chain.segments.slice().sort((one, other) => states.indexOf(one.state) - states.indexOf(other.state));
  const join = list => list.map(one => model.name(Array.isArray(one) ? one[0] : one)).join("、");
  return LT.table({
    title: `${model.name(chain.node)}产业链清单`, statement: `${model.name(chain.node)}产业链 ${chain.segments.length} 个环节的现状。`,
    columns: ["环节", "位置", "现状", "核心", "牵头单位", "项目", "企业", "平台", "待核", "缺口"],
    rows: boxes.map(box => [model.name(box.node), stage(box.stage), stateOf(box.state)[1], box.core ? "是" : "", join(box.leads), join(box.projects), join(box.enterprises),
      join(box.platforms), join(box.unsure), box.gaps.map(([code, reason]) => `${maps.rules[code][0]}：${maps.strings[reason]}`).join("；")]),
    evidence: boxes.map(box => [...box.plan, ...[].concat(box.projects, box.enterprises, box.platforms).map(one => one[1]).filter(one => one !== undefined)]
      .filter((one, at, all) => all.indexOf(one) === at).map(model.edgeQuote)),
    unmentioned: chain.segments.filter(one => one.state === "unmentioned").map(one => model.name(one.node)),
    rule: LT.STATES.map(([, name, , says]) => `${name}：${says}`).join("；"), scope: "全部文件", why_empty: "这条链没有环节。", total: boxes.length,
  });
}

function chooser(maps, chain) {
  const { model } = LT;
  const sorted = maps.chains.slice().sort((one, other) => Number(other.touched) - Number(one.touched) || model.name(one.node).localeCompare(model.name(other.node), "zh-CN"));
  const select = h("select", { id: "chain-of", on: { change: () => LT.go(LT.to("chain", select.value, LT.route().query.get("s") ? { s: LT.route().query.get("s") } : {})) } },
    sorted.map(one => h("option", { value: model.id(one.node) }, model.name(one.node))));
  select.value = model.id(chain.node);
  return [h("label", { for: "chain-of" }, "产业链"), select];
}

LT.views.chain = async (view, route) => {
  const { model } = LT;
  LT.clear(view, LT.busy());
  const maps = await LT.maps();
  if (!maps.chains.length) {
    LT.clear(view, h("div", { class: "page" }, h("h1", null, "产业链图"), LT.note("图中没有产业链：所读文件没有提到参考产业链中的任何一条。")));
    return;
  }
  const at = route.given ? model.find(route.given) : -1;
  const richest = maps.chains.slice().sort((one, other) => sum(other) - sum(one))[0];
  const chain = maps.chains.find(one => one.node === at) || maps.chains.find(one => one.segments.some(box => box.node === at)) || richest;
  const onlyNamed = route.query.get("s") === "named";
  const svg = picture(chain, maps, box => !onlyNamed || (box.state !== "unmentioned" && box.state !== "offsite"), LT.room(view));
  const filter = h("label", { class: "check" }, h("input", { type: "checkbox", checked: onlyNamed, on: { change: event => LT.put(LT.with({ s: event.target.checked ? "named" : null })) } }), "只看文件提到的环节");
  LT.clear(view, h("div", { class: "page wide" }, h("div", { class: "title-line" }, h("h1", null, `${model.name(chain.node)}产业链图`), h("div", { class: "filters" }, chooser(maps, chain), filter,
    LT.pictureTools(() => svg, `${model.name(chain.node)}产业链图`))), LT.legend(), h("div", { class: "picture", tabindex: "0", role: "region", "aria-label": "产业链图，可左右滚动" }, svg), summary(chain, maps),
  h("section", { class: "card" }, h("h2", null, "清单"), listing(chain, maps))));
  LT.markOpen(view);
};

const sum = chain => chain.segments.reduce((total, one) => total + one.projects.length + one.enterprises.length + one.platforms.length + one.gaps.length / 4, 0);
