// Search over everything: names, aliases, pinyin, initials. A combobox as screen readers know it.
const { h } = LT;

LT.searchBox = () => {
  const list = h("ul", { role: "listbox", id: "found", "aria-label": "搜索结果", hidden: true });
  const input = h("input", {
    id: "search", type: "search", role: "combobox", autocomplete: "off", placeholder: "搜名称、简称、拼音、首字母", "aria-label": "搜索",
    "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list", spellcheck: "false",
  });
  let found = [], at = -1;
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = number => {
    const node = found[number];
    if (node === undefined) return;
    close();
    input.value = "";
    const kind = LT.model.kind(node), id = LT.model.id(node);
    const home = { Industry: "chain", Unit: "duty", Person: "duty" }[kind];
    if (home && (kind !== "Industry" || LT.model.value(node, "level"))) LT.go(LT.to(home, id, { n: id }));
    else LT.go(LT.beside({ n: id }));
  };
  const mark = to => {
    at = to;
    Array.from(list.children).forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    const now = list.children[at];
    if (now) {
      input.setAttribute("aria-activedescendant", now.id);
      now.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const look = () => {
    const { model } = LT;
    found = model.search(input.value);
    if (!input.value.trim()) {
      close();
      return;
    }
    LT.clear(list, found.map((node, place) => h("li", { role: "option", id: `found-${place}`, "aria-selected": "false", on: {
      mousedown: event => { event.preventDefault(); choose(place); } } },
    LT.badge(node), h("span", { class: "name" }, model.label(node)), h("span", { class: "note" }, alias(node, input.value), model.kindLabel(node)))),
    found.length ? null : h("li", { class: "none" }, "没有这个名称。可换简称、拼音或首字母。"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(found.length ? 0 : -1);
    LT.say(found.length ? `${found.length} 个结果` : "没有结果");
  };
  const alias = (node, text) => {
    const names = LT.model.core.nodes.alias[node];
    const hit = names && !LT.model.name(node).includes(text) ? names.split("\n").find(one => one.includes(text)) : "";
    return hit ? `又作${hit} · ` : "";
  };
  input.addEventListener("input", LT.later(look, 60));
  input.addEventListener("focus", () => { if (input.value) look(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) look();
      else if (found.length) mark((at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (event.key === "Enter") choose(Math.max(0, at));
    else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  return h("div", { class: "search", role: "search" }, input, list);
};
