// What the canvas is given: the whole graph where it was laid out, or one node in the middle of its neighbours.
LT.wholeScene = model => {
  const { nodes, edges } = model.core, { count } = model;
  const size = new Float32Array(count), byKind = model.core.kinds.map(() => []);
  for (let at = 0; at < count; at += 1) {
    size[at] = 3 + Math.min(15, 1.5 * Math.sqrt(model.degree[at]));
    byKind[nodes.kind[at]].push(at);
  }
  const order = Uint32Array.from(Array.from({ length: count }, (_, at) => at).sort((one, other) => model.degree[other] - model.degree[one] || one - other));
  return {
    count, x: Float32Array.from(nodes.x), y: Float32Array.from(nodes.y), size, byKind, order, visible: new Uint8Array(count).fill(1), marked: null,
    edges: { a: Uint32Array.from(edges.a), b: Uint32Array.from(edges.b), shown: new Uint8Array(edges.a.length).fill(1) }, far: null,
  };
};

// Cells from far away: where they lie, how many nodes, what joins them.
LT.farCells = (model, scene) => {
  const { nodes } = model.core, total = nodes.cells.length, count = new Uint32Array(total), x = new Float64Array(total), y = new Float64Array(total);
  for (let at = 0; at < scene.count; at += 1) {
    if (!scene.visible[at]) continue;
    count[nodes.cell[at]] += 1;
    x[nodes.cell[at]] += scene.x[at];
    y[nodes.cell[at]] += scene.y[at];
  }
  for (let at = 0; at < total; at += 1) {
    x[at] /= count[at] || 1;
    y[at] /= count[at] || 1;
  }
  const weights = new Map(), { a, b, shown } = scene.edges;
  for (let at = 0; at < a.length; at += 1) {
    const from = nodes.cell[a[at]], to = nodes.cell[b[at]];
    if (!shown[at] || from === to) continue;
    const key = from < to ? from * total + to : to * total + from;
    weights.set(key, (weights.get(key) || 0) + 1);
  }
  const links = Array.from(weights, ([key, weight]) => ({ from: Math.floor(key / total), to: key % total, weight })).sort((one, other) => other.weight - one.weight).slice(0, 400);
  const order = Array.from(count.keys()).filter(at => count[at]).sort((one, other) => count[other] - count[one]);
  return { count, x, y, links, order, name: nodes.cells.map(([theme, city]) => (city ? `${theme}·${city}` : theme)) };
};

// A path alone: from left to right, each step saying what it is.
LT.pathScene = (model, from, way) => {
  const scene = LT.wholeScene(model), { a, b, shown } = scene.edges, nodes = [from];
  scene.visible.fill(0);
  shown.fill(0);
  way.forEach(edge => {
    nodes.push(model.other(edge, nodes[nodes.length - 1]));
    shown[edge] = 1;
  });
  nodes.forEach((at, place) => {
    scene.visible[at] = 1;
    scene.size[at] = 14;
    scene.x[at] = place * 250;
    scene.y[at] = place % 2 ? 90 : 0;
  });
  // Other edges between the same two say more of the step.
  for (let edge = 0; edge < a.length; edge += 1) {
    if (scene.visible[a[edge]] && scene.visible[b[edge]] && Math.abs(scene.x[a[edge]] - scene.x[b[edge]]) === 250) shown[edge] = 1;
  }
  return Object.assign(scene, { most: 1.2, thick: 1.2, wide: 16, told: true, order: Uint32Array.from(nodes) });
};

// One node in the middle, its neighbours around it by relation, theirs beyond.
LT.egoScene = (model, at, depth, keep) => {
  const most = depth > 1 ? 220 : 140, seen = model.around(at, depth, most, keep), scene = LT.wholeScene(model);
  scene.visible.fill(0);
  scene.most = 1.4;
  scene.thick = 1.1;
  scene.wide = 16;
  const first = Array.from(seen.keys()).filter(one => seen.get(one) === 1);
  const { kind } = model.core.nodes;
  first.sort((one, other) => kind[one] - kind[other] || model.degree[other] - model.degree[one] || one - other);
  const rings = first.length > 44 ? 2 : 1, radius = Math.max(190, first.length * 30 / (2 * Math.PI) / (rings > 1 ? 1.4 : 1));
  const angle = new Map();
  scene.visible[at] = 1;
  scene.x[at] = scene.y[at] = 0;
  first.forEach((one, place) => {
    const turn = (place + 0.5) / first.length * 2 * Math.PI - Math.PI / 2, away = radius * (rings > 1 && place % 2 ? 1.45 : 1);
    angle.set(one, turn);
    scene.visible[one] = 1;
    scene.x[one] = Math.cos(turn) * away * 1.35;
    scene.y[one] = Math.sin(turn) * away;
  });
  const second = Array.from(seen.keys()).filter(one => seen.get(one) === 2).map(one => {
    const up = [...model.outEdges(one), ...model.inEdges(one)].map(edge => model.other(edge, one)).filter(other => angle.has(other));
    const turns = up.map(other => angle.get(other));
    return { one, turn: Math.atan2(turns.reduce((sum, turn) => sum + Math.sin(turn), 0), turns.reduce((sum, turn) => sum + Math.cos(turn), 0)) };
  }).sort((one, other) => one.turn - other.turn || one.one - other.one);
  const beyond = Math.max(radius * (rings > 1 ? 1.45 : 1) + 220, second.length * 24 / (2 * Math.PI));
  second.forEach(({ one }, place) => {
    const turn = (place + 0.5) / second.length * 2 * Math.PI - Math.PI, away = beyond * (place % 2 ? 1.16 : 1);
    scene.visible[one] = 1;
    scene.x[one] = Math.cos(turn) * away * 1.35;
    scene.y[one] = Math.sin(turn) * away;
  });
  const { a, b, shown } = scene.edges;
  for (let edge = 0; edge < a.length; edge += 1) {
    shown[edge] = scene.visible[a[edge]] && scene.visible[b[edge]] && (!keep || (keep(a[edge], edge) && keep(b[edge], edge))) ? 1 : 0;
  }
  scene.told = shown.reduce((sum, one) => sum + one, 0) <= 90;
  for (const one of seen.keys()) scene.size[one] = one === at ? 20 : seen.get(one) === 1 ? 11 : 7;
  const shownFirst = Array.from(seen.keys());
  scene.order = Uint32Array.from([...shownFirst.sort((one, other) => scene.size[other] - scene.size[one])]);
  return scene;
};
