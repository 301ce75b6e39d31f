// Where the data come from: packed inside the page, or over HTTP from the server that sent it. Both give the same.
async function unpack(id) {
  const block = document.getElementById(id);
  if (!block) throw new Error("这一页没有带这部分数据。");
  const raw = atob(block.textContent.trim());
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  if (typeof DecompressionStream === "undefined" || LT.plainInflate) return JSON.parse(new TextDecoder().decode(LT.gunzip(bytes)));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function once(make) {
  const known = new Map();
  return key => {
    if (!known.has(key)) {
      const promise = make(key);
      known.set(key, promise);
      promise.catch(() => known.delete(key));
    }
    return known.get(key);
  };
}

async function fetched(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    throw new Error("连不上本机的链图服务,请确认它还在运行。");
  }
  const body = await response.json().catch(() => ({ error: `服务器返回 ${response.status}` }));
  if (!response.ok) throw new Error(body.error || `服务器返回 ${response.status}`);
  return body;
}

function quoteOf(row, strings) {
  const [document, start, end, place, rule, grade, text, source] = row;
  return { document, start, end, place: strings[place], rule: strings[rule], grade, text: strings[text], source: strings[source] };
}

function answerOf(pack, key) {
  const found = pack.answers[key];
  if (!found) return null;
  if (found.error) throw new Error(found.error);
  const cell = value => (Array.isArray(value) ? pack.strings[value[0]] : value);
  return Object.assign({}, found, {
    rows: found.rows.map(row => row.map(cell)),
    evidence: found.evidence.map(quotes => quotes.map(one => quoteOf(pack.quotes[one], pack.strings))),
  });
}

LT.answerKey = (name, given) => [name, ...Object.keys(given).sort().map(key => `${key}=${given[key]}`)].join("&");

function inFile() {
  const block = once(unpack);
  return {
    live: false,
    core: () => block("data-core"),
    maps: () => block("data-maps"),
    catalogue: () => block("data-catalogue"),
    text: async document => (await block("data-texts")).texts[document],
    known: async () => Object.keys((await block("data-answers")).answers),
    answer: async (name, given) => {
      const found = answerOf(await block("data-answers"), LT.answerKey(name, given));
      if (!found) throw new Error("单个文件里没有预先算好这组条件的回答。请换一组列出的条件,或用 liantu serve 打开后再问。");
      return found;
    },
  };
}

function overHttp() {
  const get = once(fetched);
  return {
    live: true,
    core: () => get("data/core"),
    maps: () => get("data/maps"),
    catalogue: () => get("data/catalogue"),
    text: async document => (await get(`text/${document}`)).text,
    answer: async (name, given) => {
      const path = `answer/${encodeURIComponent(name)}?${new URLSearchParams(given)}`;
      return answerOf(await get(path), "");
    },
    cypher: statement => fetched("cypher", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ statement }),
    }),
  };
}

LT.makeSource = () => (document.getElementById("data-core") ? inFile() : overHttp());

// Offsets count characters, JavaScript counts halves of the rare ones: cut by characters where a text has such.
LT.cutter = text => {
  if (!/[\ud800-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const characters = Array.from(text);
  return (start, end) => characters.slice(start, end).join("");
};

LT.quoteText = async quote => {
  if (quote.document < 0 || quote.start < 0) return quote.text;
  return LT.cutter(await LT.source.text(quote.document))(quote.start, quote.end).trim();
};
