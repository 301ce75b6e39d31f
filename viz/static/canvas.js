// Draws a graph that stands still. While the user moves, a picture made before is moved; when it is quiet, a sharp one is
// made in slices of a few milliseconds. From far away only dots and cells are drawn.
const QUIET = 120, SLICE = 8, FAR = 6000;

LT.makeCanvas = (host, scene) => {
  const canvas = LT.h("canvas", { "aria-hidden": "true" }), over = LT.h("canvas", { "aria-hidden": "true" });
  LT.add(host, canvas, over);
  const view = { k: 1, x: 0, y: 0, width: 1, height: 1, ratio: 1 };
  const front = canvas.getContext("2d", { alpha: false }), top = over.getContext("2d");
  const backs = [0, 1].map(() => document.createElement("canvas"));
  let current = 0, made = null, job = null, moved = 0, dirty = true, overDirty = true, alive = true, colours = null, drag = null, index = null;

  const restart = () => {
    made = made && Object.assign({}, made, { stale: true });
    job = null;
    dirty = overDirty = true;
  };
  const size = () => {
    const box = host.getBoundingClientRect();
    view.ratio = Math.min(2, devicePixelRatio || 1);
    view.width = Math.max(50, box.width);
    view.height = Math.max(50, box.height);
    for (const one of [canvas, over]) {
      one.width = Math.round(view.width * view.ratio);
      one.height = Math.round(view.height * view.ratio);
    }
    backs.forEach(one => {
      one.width = Math.round(view.width * 2 * view.ratio);
      one.height = Math.round(view.height * 2 * view.ratio);
    });
    made = null;
    restart();
  };
  const palette = () => {
    const style = getComputedStyle(document.documentElement), get = name => style.getPropertyValue(name).trim();
    const font = parseFloat(style.fontSize) / 16;
    colours = { kinds: LT.model.core.kinds.map(([kind]) => get(`--k-${kind}`)), paper: get("--canvas"), ink: get("--ink"), soft: get("--soft"), edge: get("--edge"),
      accent: get("--accent"), halo: get("--canvas"), font: `"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif`, scale: font };
    restart();
  };
  const screen = at => [scene.x[at] * view.k + view.x, scene.y[at] * view.k + view.y];
  const scale = () => Math.min(1.6, Math.max(0.28, Math.sqrt(view.k) * 1.15));
  const radius = at => Math.max(scene.far && view.k < 0.2 ? 0.7 : 1.4, scene.size[at] * scale());

  function fit(list) {
    let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
    const take = at => {
      x0 = Math.min(x0, scene.x[at]); x1 = Math.max(x1, scene.x[at]);
      y0 = Math.min(y0, scene.y[at]); y1 = Math.max(y1, scene.y[at]);
    };
    if (list) list.forEach(take);
    else for (let at = 0; at < scene.count; at += 1) if (scene.visible[at]) take(at);
    if (x0 > x1) return;
    // Labels stand to the right of their nodes.
    const pad = 50, right = 130;
    view.k = Math.min(scene.most || 2.2, (view.width - pad - right) / Math.max(1, x1 - x0), (view.height - pad * 2) / Math.max(1, y1 - y0));
    view.x = pad + (view.width - pad - right) / 2 - view.k * (x0 + x1) / 2;
    view.y = view.height / 2 - view.k * (y0 + y1) / 2;
    restart();
  }

  // Squares of the plane with the nodes in them: for the pointer, and to know how much there is to draw.
  function grid() {
    const width = 120, squares = new Map();
    for (let at = 0; at < scene.count; at += 1) {
      if (!scene.visible[at]) continue;
      const key = Math.floor(scene.x[at] / width) * 65536 + Math.floor(scene.y[at] / width);
      if (!squares.has(key)) squares.set(key, []);
      squares.get(key).push(at);
    }
    return { width, squares };
  }
  function hit(x, y) {
    if (!index) index = grid();
    const wx = (x - view.x) / view.k, wy = (y - view.y) / view.k, reach = Math.min(400, 14 / view.k + 20), w = index.width;
    let best = -1, least = Infinity;
    for (let i = Math.floor((wx - reach) / w); i <= Math.floor((wx + reach) / w); i += 1) {
      for (let j = Math.floor((wy - reach) / w); j <= Math.floor((wy + reach) / w); j += 1) {
        for (const at of index.squares.get(i * 65536 + j) || []) {
          const [sx, sy] = screen(at), away = Math.hypot(sx - x, sy - y) - radius(at);
          if (away < 5 && away < least) { least = away; best = at; }
        }
      }
    }
    return best;
  }
  function inside() {
    let count = 0;
    const x0 = -view.x / view.k, x1 = (view.width - view.x) / view.k, y0 = -view.y / view.k, y1 = (view.height - view.y) / view.k;
    if (!index) index = grid();
    for (const [key, list] of index.squares) {
      const i = Math.floor((key + 32768) / 65536) * index.width, j = (key - Math.floor((key + 32768) / 65536) * 65536) * index.width;
      if (i + index.width > x0 && i < x1 && j + index.width > y0 && j < y1) count += list.length;
    }
    return count;
  }

  function* paint() {
    const back = backs[1 - current], g = back.getContext("2d", { alpha: false });
    const K = view.k, X = view.x + view.width / 2, Y = view.y + view.height / 2, W = view.width * 2, H = view.height * 2;
    g.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    g.fillStyle = colours.paper;
    g.fillRect(0, 0, W, H);
    const far = scene.far && inside() > FAR;
    if (far) yield* links(g, K, X, Y);
    else yield* edges(g, K, X, Y, W, H);
    yield* dots(g, K, X, Y, W, H, far);
    if (far) yield* cells(g, K, X, Y, W, H);
    else {
      if (scene.told) yield* relations(g, K, X, Y);
      yield* labels(g, K, X, Y, W, H);
    }
    current = 1 - current;
    made = { k: K, x: X, y: Y };
    dirty = true;
    scene.seenFar = Boolean(far);
    host.dataset.drawn = far ? "cells" : "nodes";
  }
  function* edges(g, K, X, Y, W, H) {
    const { a, b, shown } = scene.edges;
    g.strokeStyle = colours.edge;
    g.lineWidth = scene.thick || 0.8;
    g.beginPath();
    for (let at = 0, drawn = 0; at < a.length; at += 1) {
      if (!shown[at]) { if (at % 20000 === 0) yield; continue; }
      const x1 = scene.x[a[at]] * K + X, y1 = scene.y[a[at]] * K + Y, x2 = scene.x[b[at]] * K + X, y2 = scene.y[b[at]] * K + Y;
      if ((x1 < 0 && x2 < 0) || (y1 < 0 && y2 < 0) || (x1 > W && x2 > W) || (y1 > H && y2 > H)) continue;
      g.moveTo(x1, y1);
      g.lineTo(x2, y2);
      drawn += 1;
      if (drawn % 300 === 0) { g.stroke(); g.beginPath(); yield; }
    }
    g.stroke();
    yield;
  }
  // Where few are shown, each edge says what it is.
  function* relations(g, K, X, Y) {
    const { a, b, shown } = scene.edges, em = 11 * colours.scale, taken = new Set();
    g.fillStyle = colours.soft;
    g.font = `${em}px ${colours.font}`;
    for (let at = 0; at < a.length; at += 1) {
      if (!shown[at]) continue;
      const x1 = scene.x[a[at]] * K + X, y1 = scene.y[a[at]] * K + Y, x2 = scene.x[b[at]] * K + X, y2 = scene.y[b[at]] * K + Y;
      const text = LT.RELATION_OUT[LT.model.core.relations[LT.model.core.edges.kind[at]][0]], width = LT.ems(text) * em;
      head(g, x1, y1, x2, y2, radius(b[at]));
      const x = (x1 + x2) / 2 - width / 2, y = (y1 + y2) / 2;
      if (Math.hypot(x2 - x1, y2 - y1) > width + 70 && free(taken, x - 4, y - em, width + 8, em * 1.6)) write(g, text, x, y + em * 0.36);
    }
    yield;
  }
  function* links(g, K, X, Y) {
    g.strokeStyle = colours.edge;
    for (const { from, to, weight } of scene.far.links) {
      g.lineWidth = Math.min(7, 0.5 + Math.sqrt(weight) / 2.5);
      g.beginPath();
      g.moveTo(scene.far.x[from] * K + X, scene.far.y[from] * K + Y);
      g.lineTo(scene.far.x[to] * K + X, scene.far.y[to] * K + Y);
      g.stroke();
    }
    yield;
  }
  function* dots(g, K, X, Y, W, H, far) {
    g.globalAlpha = far ? 0.3 : 1;
    for (let kind = 0; kind < colours.kinds.length; kind += 1) {
      g.fillStyle = colours.kinds[kind];
      g.beginPath();
      let drawn = 0;
      for (const at of scene.byKind[kind]) {
        if (!scene.visible[at]) continue;
        const x = scene.x[at] * K + X, y = scene.y[at] * K + Y;
        if (x < -20 || y < -20 || x > W + 20 || y > H + 20) continue;
        const r = radius(at);
        if (r < 1.8) g.rect(x - r, y - r, 2 * r, 2 * r);
        else { g.moveTo(x + r, y); g.arc(x, y, r, 0, 6.2832); }
        drawn += 1;
        if (drawn % 600 === 0) { g.fill(); g.beginPath(); yield; }
      }
      g.fill();
      yield;
    }
    g.globalAlpha = 1;
    if (!far) yield* glyphs(g, K, X, Y, W, H);
  }
  function* glyphs(g, K, X, Y, W, H) {
    g.fillStyle = colours.paper;
    g.textAlign = "center";
    let drawn = 0;
    for (const at of scene.order) {
      const r = radius(at);
      if (r < 8) break;
      const x = scene.x[at] * K + X, y = scene.y[at] * K + Y;
      if (!scene.visible[at] || x < 0 || y < 0 || x > W || y > H) continue;
      g.font = `${Math.round(r * 1.15)}px ${colours.font}`;
      g.fillText(LT.model.glyph(at), x, y + r * 0.41);
      drawn += 1;
      if (drawn % 30 === 0) yield;
    }
    g.textAlign = "left";
  }
  function write(g, text, x, y) {
    g.lineWidth = 3.5;
    g.strokeStyle = colours.halo;
    g.lineJoin = "round";
    g.strokeText(text, x, y);
    g.fillText(text, x, y);
  }
  // A label only where there is room: big nodes first, none over another.
  function* labels(g, K, X, Y, W, H) {
    const em = 12 * colours.scale, taken = new Set();
    g.fillStyle = colours.ink;
    g.font = `${em}px ${colours.font}`;
    let drawn = 0, looked = 0;
    for (const at of scene.order) {
      looked += 1;
      if (looked % 4000 === 0) yield;
      if (!scene.visible[at]) continue;
      const x = scene.x[at] * K + X, y = scene.y[at] * K + Y;
      if (x < -100 || y < 0 || x > W || y > H) continue;
      const text = LT.lines(LT.model.name(at), scene.wide || 14, 1)[0], left = x + radius(at) + 3, width = LT.ems(text) * em;
      if (!free(taken, left, y - em, width, em * 1.5)) continue;
      write(g, text, left, y + em * 0.36);
      drawn += 1;
      if (drawn % 15 === 0) yield;
      if (drawn > 900) break;
    }
  }
  function* cells(g, K, X, Y, W, H) {
    const taken = new Set(), { far } = scene;
    g.fillStyle = colours.ink;
    for (const at of far.order) {
      const x = far.x[at] * K + X, y = far.y[at] * K + Y, em = (11 + Math.min(9, Math.sqrt(far.count[at]) / 5)) * colours.scale;
      if (x < 0 || y < 0 || x > W || y > H) continue;
      const text = `${far.name[at]} ${LT.number(far.count[at])}`, width = LT.ems(text) * em;
      if (!free(taken, x - width / 2, y - em, width, em * 1.6)) continue;
      g.font = `600 ${em}px ${colours.font}`;
      write(g, text, x - width / 2, y + em * 0.36);
      yield;
    }
  }
  function free(taken, x, y, width, height) {
    const keys = [];
    for (let i = Math.floor(x / 24); i <= Math.floor((x + width) / 24); i += 1) {
      for (let j = Math.floor(y / 10); j <= Math.floor((y + height) / 10); j += 1) {
        const key = i * 100003 + j;
        if (taken.has(key)) return false;
        keys.push(key);
      }
    }
    keys.forEach(key => taken.add(key));
    return true;
  }

  function overlay() {
    top.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    top.clearRect(0, 0, view.width, view.height);
    const { marked } = scene;
    if (!marked) return;
    if (marked.dim) {
      top.fillStyle = colours.paper;
      top.globalAlpha = 0.72;
      top.fillRect(0, 0, view.width, view.height);
      top.globalAlpha = 1;
    }
    top.strokeStyle = colours.accent;
    top.fillStyle = colours.accent;
    top.lineWidth = 1.4;
    marked.edges.slice(0, 1500).forEach(at => {
      const [x1, y1] = screen(scene.edges.a[at]), [x2, y2] = screen(scene.edges.b[at]);
      top.beginPath();
      top.moveTo(x1, y1);
      top.lineTo(x2, y2);
      top.stroke();
      head(top, x1, y1, x2, y2, radius(scene.edges.b[at]));
    });
    names(marked);
  }
  function head(g, x1, y1, x2, y2, gap) {
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length < gap + 12) return;
    const ux = (x2 - x1) / length, uy = (y2 - y1) / length, x = x2 - ux * (gap + 1), y = y2 - uy * (gap + 1);
    g.beginPath();
    g.moveTo(x, y);
    g.lineTo(x - ux * 8 - uy * 3.5, y - uy * 8 + ux * 3.5);
    g.lineTo(x - ux * 8 + uy * 3.5, y - uy * 8 - ux * 3.5);
    g.fill();
  }
  function names(marked) {
    const em = 12.5 * colours.scale, taken = new Set();
    marked.nodes.slice(0, 600).forEach((at, place) => {
      const [x, y] = screen(at), r = Math.max(4, radius(at));
      if (x < -50 || y < -20 || x > view.width + 50 || y > view.height + 20) return;
      top.fillStyle = colours.kinds[LT.model.core.nodes.kind[at]];
      top.beginPath();
      top.arc(x, y, r, 0, 6.2832);
      top.fill();
      if (place === 0 || marked.ring) {
        top.strokeStyle = colours.accent;
        top.lineWidth = 2.5;
        top.beginPath();
        top.arc(x, y, r + 3, 0, 6.2832);
        top.stroke();
      }
      const text = LT.lines(LT.model.name(at), 18, 1)[0];
      top.font = `${place ? "" : "600 "}${em}px ${colours.font}`;
      if (place && !free(taken, x + r, y - em, LT.ems(text) * em, em * 1.4)) return;
      top.fillStyle = colours.ink;
      write(top, text, x + r + 4, y + em * 0.36);
    });
  }

  function blit() {
    front.setTransform(1, 0, 0, 1, 0, 0);
    front.fillStyle = colours.paper;
    front.fillRect(0, 0, canvas.width, canvas.height);
    if (!made) return;
    const f = view.k / made.k, r = view.ratio;
    front.imageSmoothingEnabled = f !== 1;
    front.drawImage(backs[current], (view.x - made.x * f) * r, (view.y - made.y * f) * r, view.width * 2 * f * r, view.height * 2 * f * r);
  }
  const stale = () => !made || made.stale || made.k !== view.k || Math.abs(made.x - view.x - view.width / 2) > 0.5 || Math.abs(made.y - view.y - view.height / 2) > 0.5;
  function frame(now) {
    if (!alive) return;
    if (dirty) { blit(); dirty = false; overDirty = true; }
    if (overDirty) { overlay(); overDirty = false; }
    if (now - moved < QUIET) job = null;
    else if (job || stale()) {
      if (!job) job = paint();
      const until = performance.now() + (made ? SLICE : 40);
      while (job && performance.now() < until) if (job.next().done) job = null;
    }
    requestAnimationFrame(frame);
  }

  const control = {
    view, hit, fit, radius, screen,
    refresh: () => { index = null; restart(); },
    mark: marked => { scene.marked = marked; overDirty = true; },
    move: (dx, dy) => { view.x += dx; view.y += dy; moved = performance.now(); dirty = true; },
    zoom: (factor, x, y) => {
      const next = Math.min(6, Math.max(0.01, view.k * factor)), f = next / view.k;
      const [cx, cy] = x === undefined ? [view.width / 2, view.height / 2] : [x, y];
      view.x = cx - (cx - view.x) * f;
      view.y = cy - (cy - view.y) * f;
      view.k = next;
      moved = performance.now();
      dirty = true;
    },
    show: at => {
      const [x, y] = screen(at);
      if (x < 60 || y < 40 || x > view.width - 160 || y > view.height - 40) control.move(view.width / 2 - x, view.height / 2 - y);
    },
    picture: () => { const copy = document.createElement("canvas"); copy.width = canvas.width; copy.height = canvas.height; const g = copy.getContext("2d"); g.drawImage(canvas, 0, 0); g.drawImage(over, 0, 0); return copy; },
    palette, resize: size,
    stop: () => { alive = false; watch.disconnect(); },
  };
  const watch = new ResizeObserver(() => {
    const before = [view.width, view.height];
    size();
    view.x += (view.width - before[0]) / 2;
    view.y += (view.height - before[1]) / 2;
  });
  palette();
  size();
  watch.observe(host);
  LT.dragging(host, control);
  requestAnimationFrame(frame);
  return control;
};
