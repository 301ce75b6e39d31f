// The frame: the bar above, the view, what is open beside it; and the start of it all.
const { h } = LT;
const VIEWS = [["overview", "总览"], ["chain", "产业链图"], ["duty", "责任图谱"], ["matrix", "覆盖矩阵"], ["network", "关系网络"], ["ask", "问答"],
  ["document", "文件"]];
let shownView = null, shownBeside = null, opener = null;

function store(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch (error) {
    // A browser may forbid it for files; the choice then lasts as long as the page.
  }
  return null;
}

function theme(wanted) {
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.getElementById("theme").setAttribute("aria-pressed", String(dark));
  if (LT.repaint) LT.repaint();
}

function bar(core) {
  const views = LT.source.live ? VIEWS.concat([["cypher", "Cypher"]]) : VIEWS;
  const tabs = h("nav", { "aria-label": "视图" }, views.map(([view, label]) => LT.link(LT.to(view), label, { "data-view": view })));
  const dark = LT.button("深色", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    store("liantu-theme", next);
    theme(next);
  }, { id: "theme", "aria-pressed": "false", title: "切换深色和浅色" });
  const large = LT.button("大字", () => {
    const on = document.documentElement.classList.toggle("large");
    large.setAttribute("aria-pressed", String(on));
    store("liantu-large", on ? "1" : "");
    if (LT.repaint) LT.repaint();
  }, { "aria-pressed": String(store("liantu-large") === "1"), title: "放大文字" });
  if (store("liantu-large") === "1") document.documentElement.classList.add("large");
  return h("header", { class: "bar" }, LT.link("#view", "跳到内容", { class: "skip", on: { click: event => {
    event.preventDefault();
    document.getElementById("view").focus();
  } } }), LT.link(LT.to("overview"), [h("b", null, "链图"), h("span", null, core.title)], { class: "brand" }), tabs, LT.searchBox(),
  h("div", { class: "tools" }, large, dark, LT.button("打印", () => window.print(), { title: "打印这一页" }),
    LT.button("帮助", () => LT.help(), { title: "用法和快捷键（?）" })));
}

LT.help = () => {
  const keys = [["/", "搜索"], ["Tab", "依次走过控件"], ["方向键", "在图、矩阵、列表中移动"], ["Enter", "打开"], ["Esc", "关闭右侧详情"], ["?", "这份说明"]];
  const dialog = h("dialog", { "aria-labelledby": "help-title", on: { close: () => dialog.remove() } },
    h("h2", { id: "help-title" }, "用法"),
    h("p", null, "每条关系、每个格子、每行回答都可打开所据的原文，语句标亮，附文号和位置。地址栏记着当前的视图和条件，可收藏、可转发。"),
    h("dl", { class: "facts" }, keys.map(([key, says]) => [h("dt", null, h("kbd", null, key)), h("dd", null, says)])),
    h("p", null, "“未见记载”指所读文件没有提到，不等于没有。标“推定”的由规则推出，标“参考”的来自参考产业链。"),
    LT.button("关闭", () => dialog.close(), { autofocus: true }));
  document.body.append(dialog);
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
};

function beside(route) {
  const key = LT.besideKey(route);
  if (key === shownBeside) return;
  const aside = document.getElementById("beside"), before = shownBeside;
  shownBeside = key;
  const found = LT.panelContent(route);
  document.body.classList.toggle("open", Boolean(found));
  if (!found) {
    LT.clear(aside);
    aside.hidden = true;
    if (opener && document.contains(opener)) opener.focus();
    opener = null;
    return;
  }
  if (!before || !before.replace(/\u0001/g, "")) opener = document.activeElement;
  aside.hidden = false;
  const back = before && before.replace(/\u0001/g, "") ? LT.button("返回", () => history.back(), { class: "small" }) : null;
  const close = LT.link(LT.beside({}), "关闭", { class: "close", "aria-label": "关闭详情（Esc）" });
  LT.clear(aside, h("div", { class: "strip" }, h("span", null, found.label), back, close), h("div", { class: "inner" }, found.content));
  aside.scrollTop = 0;
  const title = aside.querySelector("h2");
  if (title && before !== null) {
    title.setAttribute("tabindex", "-1");
    title.focus({ preventScroll: true });
  }
}

LT.routed = () => {
  const route = LT.route(), key = LT.viewKey(route), view = document.getElementById("view");
  document.querySelectorAll("nav [data-view]").forEach(one => {
    if (one.dataset.view === route.view) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  });
  if (key !== shownView) {
    const first = shownView === null, same = !first && shownView.split("/")[0] === route.view;
    shownView = key;
    LT.repaint = null;
    LT.cellPanel = null;
    LT.closed = LT.closed && LT.closed();
    view.className = `view ${route.view}`;
    const make = LT.views[route.view] || LT.views.overview;
    const title = (VIEWS.find(([name]) => name === route.view) || ["", "Cypher"])[1];
    document.title = `${route.given ? `${route.given} · ` : ""}${title} · ${LT.model.core.title}`;
    view.setAttribute("aria-busy", "true");
    Promise.resolve().then(() => make(view, route)).catch(error => LT.clear(view, h("div", { class: "page" }, h("h1", null, title), LT.note(error.message))))
      .then(() => {
        view.removeAttribute("aria-busy");
        if (!first && !same) {
          view.scrollTop = 0;
          view.focus({ preventScroll: true });
          LT.say(`${title}已打开`);
        }
        shownBeside = shownBeside === null ? null : shownBeside;
        if (route.query.get("c")) {
          shownBeside = null;
          beside(LT.route());
        }
      });
  }
  if (!(route.query.get("c") && !LT.cellPanel)) beside(route);
  if (LT.selected) LT.selected(route);
};

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape" && !event.defaultPrevented && document.body.classList.contains("open") && !document.querySelector("dialog[open]")) {
    LT.go(LT.beside({}));
  } else if (!typing && event.key === "/") {
    event.preventDefault();
    document.getElementById("search").focus();
  } else if (!typing && event.key === "?") LT.help();
}

LT.start = async () => {
  const root = document.getElementById("app");
  try {
    LT.source = LT.makeSource();
    const core = await LT.source.core();
    LT.model = LT.makeModel(core);
    LT.clear(root, bar(core), h("div", { class: "stage" }, h("main", { id: "view", tabindex: "-1" }),
      h("aside", { id: "beside", "aria-label": "详情", tabindex: "-1", hidden: true })));
    root.removeAttribute("aria-busy");
    theme(store("liantu-theme"));
    window.addEventListener("hashchange", LT.routed);
    document.addEventListener("keydown", keys);
    LT.routed();
    if (!location.hash) history.replaceState(null, "", LT.to("overview"));
  } catch (error) {
    LT.clear(root, h("p", { class: "note fail", role: "alert" }, `打不开：${error.message}`));
  }
};
