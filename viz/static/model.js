// The graph in columns: names, neighbours, search and paths.
function neighbours(count, ends) {
  const from = new Uint32Array(count + 1);
  for (let at = 0; at < ends.length; at += 1) from[ends[at] + 1] += 1;
  for (let at = 0; at < count; at += 1) from[at + 1] += from[at];
  const next = from.slice(), list = new Uint32Array(ends.length);
  for (let at = 0; at < ends.length; at += 1) list[next[ends[at]]++] = at;
  return { from, list };
}

const plain = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

// 重庆 → [cq, zq] and [chongqing, zhongqing]: a few readings of each name, not all combinations.
function spoken(text, readings) {
  let keys = [["", ""]];
  for (const character of text) {
    const ways = readings[character] || (/[a-z0-9]/i.test(character) ? [character.toLowerCase()] : null);
    if (!ways) continue;
    const wide = keys.length < 4 ? ways.slice(0, 2) : ways.slice(0, 1);
    keys = keys.reduce((all, [short, long]) => all.concat(wide.map(way => [short + way[0], `${long}${way}`])), []).slice(0, 4);
  }
  return keys;
}

LT.makeModel = core => {
  const { nodes, edges, strings } = core;
  const count = nodes.name.length;
  const out = neighbours(count, edges.a), into = neighbours(count, edges.b);
  const degree = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    degree[at] = out.from[at + 1] - out.from[at] + into.from[at + 1] - into.from[at];
  }
  const byId = new Map(nodes.id.map((id, at) => [id, at]));
  const byName = new Map();
  const put = (name, at) => {
    if (!byName.has(name)) byName.set(name, []);
    if (!byName.get(name).includes(at)) byName.get(name).push(at);
  };
  nodes.name.forEach((name, at) => put(name, at));
  nodes.alias.forEach((names, at) => { if (names) names.split("\n").forEach(one => put(one, at)); });
  const relation = new Map(core.relations.map(([name], at) => [name, at]));
  const kinds = new Map(core.kinds.map(([name], at) => [name, at]));
  const columns = more => {
    const found = new Map();
    for (const [name, [label, at, values]] of Object.entries(more)) {
      at.forEach((one, place) => {
        if (!found.has(one)) found.set(one, {});
        found.get(one)[name] = [label, values[place]];
      });
    }
    return found;
  };
  const nodeMore = columns(nodes.more), edgeMore = columns(edges.more);
  const spellings = new Map();
  core.spellings.node.forEach((node, at) => {
    if (!spellings.has(node)) spellings.set(node, []);
    const { text, document, start, end } = core.spellings;
    spellings.get(node).push({ text: strings[text[at]], document: document[at], start: start[at], end: end[at] });
  });

  const model = {
    core, count, degree, byId, byName, edgeCount: edges.a.length,
    kind: at => core.kinds[nodes.kind[at]][0],
    kindLabel: at => core.kinds[nodes.kind[at]][1],
    glyph: at => core.kinds[nodes.kind[at]][2],
    kindIndex: name => kinds.get(name),
    relationIndex: name => relation.get(name),
    name: at => nodes.name[at] || nodes.id[at].replace(/^\w+:/, ""),
    id: at => nodes.id[at],
    city: at => strings[nodes.city[at]],
    more: at => nodeMore.get(at) || {},
    value: (at, name) => { const found = (nodeMore.get(at) || {})[name]; return found ? found[1] : undefined; },
    edgeMoreOf: at => edgeMore.get(at) || {},
    spellings: at => spellings.get(at) || [],
    outEdges: at => out.list.subarray(out.from[at], out.from[at + 1]),
    inEdges: at => into.list.subarray(into.from[at], into.from[at + 1]),
    document: at => core.documents[at],
    find: id => (byId.has(id) ? byId.get(id) : (byName.get(id) || [-1])[0]),
    edgeQuote: at => ({
      document: edges.document[at], start: edges.start[at], end: edges.end[at], place: strings[edges.place[at]],
      rule: strings[edges.rule[at]], grade: edges.grade[at], text: "", source: edges.document[at] < 0 ? "参考资料" : "",
    }),
  };
  // Where two share a name and a kind, the city tells them apart; a task is told by its document.
  const shared = new Map();
  nodes.name.forEach((name, at) => {
    const key = `${nodes.kind[at]}:${name}`;
    shared.set(key, (shared.get(key) || new Set()).add(nodes.city[at]));
  });
  model.label = at => (model.city(at) && model.kind(at) !== "Task" && model.kind(at) !== "Indicator" && shared.get(`${nodes.kind[at]}:${nodes.name[at]}`).size > 1
    ? `${model.name(at)}（${model.city(at)}）` : model.name(at));
  // What documents call a unit most often: 市发改委 fits a box, its full name does not.
  model.short = at => {
    if (model.kind(at) !== "Unit") return model.name(at);
    const counts = new Map();
    model.spellings(at).forEach(({ text }) => counts.set(text, (counts.get(text) || 0) + 1));
    const found = Array.from(counts).filter(([text]) => text.length > 2).sort((one, other) => other[1] - one[1] || one[0].length - other[0].length);
    return found.length && found[0][0].length < model.name(at).length ? found[0][0] : model.name(at);
  };
  Object.assign(model, searching(model, core), walking(model, core));
  return model;
};

function searching(model, core) {
  let keys = null;
  const build = () => {
    keys = core.nodes.name.map((name, at) => {
      const all = core.nodes.alias[at] ? `${name}\n${core.nodes.alias[at]}` : name;
      // 市发改委 is looked for as fgw: the short names count as well as the full one.
      const sounds = [].concat(...[name, ...core.nodes.alias[at].split("\n")].filter(Boolean).slice(0, 8).map(one => spoken(one, core.pinyin)));
      return { text: plain(all.replace(/\n/g, "\u0001")), name: plain(name), short: sounds.map(one => one[0]), long: sounds.map(one => one[1]) };
    });
  };
  const rank = (key, wanted, latin) => {
    if (key.name === wanted) return 100;
    if (key.name.startsWith(wanted)) return 80;
    if (key.name.includes(wanted)) return 60;
    if (key.text.includes(wanted)) return 55;
    if (!latin) return 0;
    if (key.short.some(one => one.startsWith(wanted))) return 50;
    if (key.long.some(one => one.startsWith(wanted))) return 45;
    if (wanted.length > 1 && key.short.some(one => one.includes(wanted))) return 30;
    return wanted.length > 2 && key.long.some(one => one.includes(wanted)) ? 20 : 0;
  };
  return {
    search: (text, { limit = 20, keep = null } = {}) => {
      if (!keys) build();
      const wanted = plain(text), latin = /^[a-z0-9]+$/.test(wanted), found = [];
      if (!wanted) return found;
      for (let at = 0; at < keys.length; at += 1) {
        if (keep && !keep(at)) continue;
        const worth = rank(keys[at], wanted, latin);
        if (worth) found.push([worth + Math.min(15, Math.log2(1 + model.degree[at])) - keys[at].name.length / 40, at]);
      }
      found.sort((one, other) => other[0] - one[0] || one[1] - other[1]);
      return found.slice(0, limit).map(one => one[1]);
    },
  };
}

function walking(model, core) {
  const other = (edge, at) => (core.edges.a[edge] === at ? core.edges.b[edge] : core.edges.a[edge]);
  return {
    other,
    // All that is within some steps, the busiest neighbours first where there are too many.
    around: (at, depth, most, keep) => {
      const seen = new Map([[at, 0]]);
      let edge = [at];
      for (let step = 1; step <= depth && seen.size < most; step += 1) {
        const next = new Set();
        for (const one of edge) {
          for (const list of [model.outEdges(one), model.inEdges(one)]) {
            for (const number of list) {
              const to = other(number, one);
              if (!seen.has(to) && (!keep || keep(to, number))) next.add(to);
            }
          }
        }
        edge = Array.from(next).sort((a, b) => model.degree[b] - model.degree[a] || a - b).slice(0, most - seen.size);
        edge.forEach(one => seen.set(one, step));
      }
      return seen;
    },
    // The shortest way between two nodes, whichever way edges point; edges on it.
    path: (from, to, keep) => {
      const came = new Map([[from, -1]]);
      let edge = [from];
      while (edge.length && !came.has(to)) {
        const next = [];
        for (const one of edge) {
          for (const list of [model.outEdges(one), model.inEdges(one)]) {
            for (const number of list) {
              const there = other(number, one);
              if (came.has(there) || (keep && !keep(there, number))) continue;
              came.set(there, number);
              next.push(there);
            }
          }
        }
        edge = next;
      }
      if (!came.has(to)) return null;
      const way = [];
      for (let at = to; at !== from;) {
        const number = came.get(at);
        way.unshift(number);
        at = other(number, at);
      }
      return way;
    },
  };
}
