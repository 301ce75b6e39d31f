// The address after the # says all: which view, of what, with which filters, and what is open beside it.
// #/chain/LNG?n=Unit%3A… : a bookmark opens the same again, also from a file.
const BESIDE = ["n", "t", "c", "e"];

function parse(hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  const [view, ...rest] = path.split("/");
  let given = "";
  try {
    given = decodeURIComponent(rest.join("/"));
  } catch (error) {
    given = rest.join("/");
  }
  return { view: view || "overview", given, query: new URLSearchParams(query || "") };
}

function write({ view, given, query }) {
  const asked = query.toString();
  return `#/${view}${given ? `/${encodeURIComponent(given)}` : ""}${asked ? `?${asked}` : ""}`;
}

LT.route = () => parse(location.hash);

// The address of another view; what is open beside it stays closed there.
LT.to = (view, given, query) => write({ view, given: given || "", query: new URLSearchParams(query || {}) });

// The same view with something changed: null takes a thing out.
LT.with = changes => {
  const now = LT.route();
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") now.query.delete(key);
    else now.query.set(key, value);
  }
  return write(now);
};

LT.beside = changes => LT.with(Object.assign({ n: null, t: null, c: null, e: null }, changes));
LT.go = href => { location.hash = href; };
// A change of filters is no new page: back leads to where one came from.
LT.put = href => {
  history.replaceState(null, "", href);
  LT.routed();
};

LT.viewKey = route => {
  const query = new URLSearchParams(route.query);
  BESIDE.forEach(key => query.delete(key));
  return `${route.view}/${route.given}?${query}`;
};
LT.besideKey = route => BESIDE.map(key => route.query.get(key) || "").join("\u0001");

LT.nodeLink = (at, text, props) => {
  const { model } = LT;
  return LT.link(LT.beside({ n: model.id(at) }), text || model.label(at), Object.assign({ class: "node", "data-node": model.id(at) }, props));
};
