// Sentences: where each stands, and the document with the sentence lit up.
const { h } = LT;

LT.documentName = document => {
  const { number, title, file } = document;
  return title || number || file;
};

LT.placeText = quote => {
  const { model } = LT;
  if (quote.document < 0) return quote.source || "参考资料";
  const document = model.document(quote.document);
  return [document.number || "", LT.documentName(document), quote.place].filter(Boolean).join(" · ");
};

const GRADE = ["人工更正", "", "推定", "参考"];

// A sentence with its document; a button opens the document at that place. The text comes when it is needed.
LT.quote = (quote, { about } = {}) => {
  const text = h("q", null, "…");
  const inside = quote.document >= 0 && quote.start >= 0;
  LT.quoteText(quote).then(found => {
    const said = found.replace(/\s+/g, " ").trim();
    LT.clear(text, ...marked(said.length > 240 ? cut(said, about) : said, about));
  }, error => LT.clear(text, error.message));
  const label = LT.placeText(quote);
  const where = inside
    ? LT.link(LT.beside({ t: `${LT.model.document(quote.document).file || quote.document}:${quote.start}-${quote.end}` }), label,
      { class: "where", "aria-label": `打开原文：${label}` })
    : h("span", { class: "where" }, label);
  const tag = GRADE[quote.grade] ? h("span", { class: `grade g${quote.grade}`, title: quote.rule ? `规则：${quote.rule}` : null }, GRADE[quote.grade]) : null;
  const empty = !inside && !quote.text;
  return h("div", { class: "quote" }, empty ? null : text, h("div", { class: "from" }, where, tag));
};

function cut(text, about) {
  const at = about ? text.indexOf(about) : -1;
  const from = Math.max(0, (at < 0 ? 0 : at) - 90);
  return `${from ? "…" : ""}${text.slice(from, from + 220)}${from + 220 < text.length ? "…" : ""}`;
}

function marked(text, about) {
  const at = about ? text.indexOf(about) : -1;
  return at < 0 ? [text] : [text.slice(0, at), h("b", null, about), text.slice(at + about.length)];
}

LT.findDocument = file => LT.model.core.documents.findIndex((one, at) => one.file === file || String(at) === file);

// "file:start-end" of the address.
LT.parsePlace = text => {
  const found = /^(.*):(\d+)-(\d+)$/.exec(text || "");
  return found ? { document: LT.findDocument(found[1]), start: Number(found[2]), end: Number(found[3]) } : null;
};

// The whole text by paragraphs, with what lies between start and end marked.
LT.textBody = (text, start, end) => {
  const slice = LT.cutter(text), body = h("div", { class: "text", lang: "zh-CN" });
  const total = /[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length;
  const lines = (part, mark) => part.split("\n").map(line => (mark ? h("mark", null, line) : line));
  let line = h("p");
  body.append(line);
  const put = (part, mark) => lines(part, mark).forEach((one, at) => {
    if (at) {
      if (line.firstChild) line = h("p");
      body.append(line);
    }
    if (one instanceof Node ? one.textContent : one) line.append(one);
  });
  if (start < 0) put(text, false);
  else {
    put(slice(0, start), false);
    put(slice(start, end), true);
    put(slice(end, total), false);
  }
  return body;
};

LT.reader = place => {
  const { model } = LT;
  if (!place || place.document < 0) return LT.note("图中没有这份文件。");
  const document = model.document(place.document);
  const box = h("div", { class: "reader" }, LT.busy());
  LT.source.text(place.document).then(text => {
    const body = LT.textBody(text, place.start, place.end);
    const mark = body.querySelector("mark");
    LT.clear(box, body);
    if (mark) {
      mark.setAttribute("tabindex", "-1");
      // Only what stands beside the view scrolls, not the frame around it.
      const pane = box.closest("aside") || document.getElementById("view");
      requestAnimationFrame(() => {
        pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
      });
      LT.say(`已打开原文，所据语句已标亮。`);
    }
  }, error => LT.clear(box, LT.note(error.message)));
  const facts = [document.number, document.issuer, document.date, LT.STATUS[document.status]].filter(Boolean);
  return [
    h("h2", null, LT.documentName(document)),
    h("p", { class: "note" }, facts.join(" · "), " ", LT.link(LT.to("document", document.file || String(place.document)), "只看这份文件")),
    place.start < 0 ? null : h("p", { class: "note" }, `第 ${LT.number(place.start)}—${LT.number(place.end)} 字 `, LT.button("复制引文", async event => {
      const target = event.currentTarget;
      const said = await LT.quoteText(place);
      LT.copy(`“${said.replace(/\s+/g, " ")}”（${[LT.documentName(document), document.number].filter(Boolean).join("，")}）`, target);
    }, { class: "small" })),
    box,
  ];
};

LT.STATUS = { final: "正式文件", draft: "征求意见稿", progress: "进展报告" };

LT.copy = async (text, target) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    // From a file there may be no clipboard of the new kind.
    const area = h("textarea", { class: "away", value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    target.focus();
  }
  LT.say("已复制");
  target.classList.add("done");
  setTimeout(() => target.classList.remove("done"), 1500);
};
