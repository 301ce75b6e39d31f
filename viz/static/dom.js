// Elements made by calls, never from markup: what comes from documents can only become text.
LT.views = {};
const SVG = "http://www.w3.org/2000/svg";

function fill(element, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [name, listener] of Object.entries(value)) element.addEventListener(name, listener);
    else if (key === "style") for (const [name, one] of Object.entries(value)) element.style.setProperty(name, one);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) add(element, child);
    else element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

LT.h = (tag, props, ...children) => fill(document.createElement(tag), props, children);
LT.s = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);
LT.add = (element, ...children) => add(element, children);

LT.clear = (element, ...children) => {
  while (element.firstChild) element.removeChild(element.firstChild);
  return add(element, children);
};

LT.button = (text, act, props) => LT.h("button", Object.assign({ type: "button", on: { click: act } }, props), text);

// A link to a place of the page: works with the middle button, can be copied, is read out as a link.
LT.link = (href, text, props) => LT.h("a", Object.assign({ href }, props), text);

// What a screen reader should say though nothing took the focus.
LT.say = text => {
  const live = document.getElementById("live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 30);
};

LT.note = text => LT.h("p", { class: "note" }, text);
LT.busy = text => LT.h("p", { class: "note busy", role: "status" }, text || "正在读取…");

LT.number = value => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

// 1 → once, and again only after it has been quiet for a while.
LT.later = (act, wait) => {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
};

// The first items of a long list, and a button for the rest.
LT.folded = (items, shown, make) => {
  const list = LT.h("ul", { class: "plain" }, items.slice(0, shown).map(make));
  if (items.length <= shown) return list;
  const more = LT.button(`另有 ${items.length - shown} 项`, () => {
    const first = list.children.length;
    add(list, items.slice(shown).map(make));
    more.remove();
    const next = list.children[first - 1] && list.children[first - 1].querySelector("a,button");
    if (next) next.focus();
  }, { class: "more" });
  const item = LT.h("li", null, more);
  list.append(item);
  return list;
};

// Arrow keys walk within a group of controls; Tab leaves it.
LT.roving = (group, selector, { columns } = {}) => {
  const all = () => Array.from(group.querySelectorAll(selector));
  const take = (items, at) => {
    items.forEach((one, place) => one.setAttribute("tabindex", place === at ? "0" : "-1"));
    items[at].focus();
  };
  group.addEventListener("keydown", event => {
    const items = all();
    const at = items.indexOf(event.target.closest(selector));
    const wide = columns ? columns() : 1;
    const step = { ArrowRight: columns ? 1 : 1, ArrowLeft: -1, ArrowDown: wide, ArrowUp: -wide, Home: -at, End: items.length - 1 - at }[event.key];
    if (at < 0 || step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = at + step;
    if (to < 0 || to >= items.length) return;
    event.preventDefault();
    take(items, to);
  });
  all().forEach((one, place) => one.setAttribute("tabindex", place ? "-1" : "0"));
};
