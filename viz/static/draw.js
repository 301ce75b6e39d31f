// What the drawn maps share: boxes with Chinese text that is broken by measure, lines between them, keyboard and files.
const { h, s } = LT;

// Width in ems: a Chinese character is one, a Latin one a little more than half.
LT.ems = text => Array.from(text).reduce((sum, one) => sum + (one.charCodeAt(0) < 0x2000 ? 0.56 : 1), 0);

LT.lines = (text, ems, most) => {
  const found = [""];
  let width = 0;
  for (const one of Array.from(text)) {
    const own = LT.ems(one);
    if (width + own > ems && found[found.length - 1]) {
      if (found.length === most) {
        found[most - 1] = `${Array.from(found[most - 1]).slice(0, -1).join("")}…`;
        return found;
      }
      found.push("");
      width = 0;
    }
    found[found.length - 1] += one;
    width += own;
  }
  return found;
};

LT.textAt = (x, y, text, props) => s("text", Object.assign({ x, y }, props), text);

LT.curve = (x1, y1, x2, y2) => {
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
};

// A box that can be opened: by mouse, by Enter, by a screen reader that reads its label.
LT.box = (x, y, width, height, { label, id, open, kind, name }, ...inside) => {
  const box = s("g", { class: `box ${kind || ""}`, transform: `translate(${x} ${y})`, role: "button", tabindex: "0", "aria-label": label, "data-node": id, "data-name": name || null },
    s("rect", { width, height, rx: 4, class: "face" }), inside);
  box.addEventListener("click", open);
  box.addEventListener("keydown", event => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open();
    }
  });
  return box;
};

// Arrow keys go to the nearest box in that direction.
LT.walkBoxes = svg => {
  const boxes = () => Array.from(svg.querySelectorAll("[role=button]"));
  boxes().forEach((one, at) => one.setAttribute("tabindex", at ? "-1" : "0"));
  svg.addEventListener("keydown", event => {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    const now = event.target.closest("[role=button]");
    if (!way || !now) return;
    const from = now.getBoundingClientRect();
    let best = null, least = Infinity;
    for (const one of boxes()) {
      if (one === now) continue;
      const to = one.getBoundingClientRect();
      const dx = to.left + to.width / 2 - from.left - from.width / 2, dy = to.top + to.height / 2 - from.top - from.height / 2;
      const along = dx * way[0] + dy * way[1], across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (along > 4 && along + across * 3 < least) {
        least = along + across * 3;
        best = one;
      }
    }
    if (!best) return;
    event.preventDefault();
    boxes().forEach(one => one.setAttribute("tabindex", one === best ? "0" : "-1"));
    best.focus();
  });
};

LT.pictureTools = (svg, name) => h("div", { class: "downloads", role: "group", "aria-label": "下载图" },
  LT.button("SVG 图", () => LT.saveDrawing(svg(), name), { class: "small" }), LT.button("PNG 图", () => LT.savePicture(svg(), name), { class: "small" }));

// The width that a picture may fill, measured without what may be open beside the view.
LT.room = view => Math.min(1420, (document.body.classList.contains("open") ? view.parentNode.clientWidth : view.clientWidth)) - 84;

// Shows a node beside the view without leaving it.
LT.openNode = at => LT.go(LT.beside({ n: LT.model.id(at) }));

// Marks what is open beside the view.
LT.markOpen = root => {
  LT.selected = route => {
    const id = route.query.get("n");
    root.querySelectorAll("[data-node]").forEach(one => one.classList.toggle("on", one.dataset.node === id));
    const box = root.querySelector(".drawing .box.on"), pane = box && box.closest(".picture");
    if (!pane) return;
    // What opened beside it may have covered the box.
    const at = box.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    if (at.right > frame.right) pane.scrollLeft += at.right - frame.right + 24;
    if (at.left < frame.left) pane.scrollLeft -= frame.left - at.left + 24;
  };
  LT.selected(LT.route());
};
