// Files for the office, written here: xlsx and docx are zips of XML; csv with the mark that Excel wants.
const CRC = new Uint32Array(256).map((_, at) => {
  let one = at;
  for (let bit = 0; bit < 8; bit += 1) one = one & 1 ? 0xedb88320 ^ (one >>> 1) : one >>> 1;
  return one >>> 0;
});

function crc(bytes) {
  let sum = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) sum = CRC[(sum ^ bytes[at]) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

function head(signature, fields) {
  const view = new DataView(new ArrayBuffer(4 + fields.reduce((sum, [size]) => sum + size, 0)));
  view.setUint32(0, signature, true);
  let at = 4;
  fields.forEach(([size, value]) => {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  });
  return new Uint8Array(view.buffer);
}

// Stored, not packed: these files are small, and every program opens them.
function zip(files) {
  const encoder = new TextEncoder(), parts = [], index = [];
  let offset = 0;
  for (const [path, text] of files) {
    const name = encoder.encode(path), bytes = encoder.encode(text), sum = crc(bytes), size = bytes.length;
    // 1980-01-01, so that the same table gives the same file; names are UTF-8.
    const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, sum], [4, size], [4, size], [2, name.length], [2, 0]];
    const local = head(0x04034b50, common);
    parts.push(local, name, bytes);
    index.push(head(0x02014b50, [[2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), name);
    offset += local.length + name.length + size;
  }
  const length = index.reduce((sum, one) => sum + one.length, 0);
  const end = head(0x06054b50, [[2, 0], [2, 0], [2, files.length], [2, files.length], [4, length], [4, offset], [2, 0]]);
  return new Blob([...parts, ...index, end], { type: "application/octet-stream" });
}

const xml = value => String(value === null || value === undefined ? "" : value)
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relations = rows => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${rows.map(([id, type, target]) =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join("")}</Relationships>`;
const types = rows => `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${rows.map(([part, type]) =>
  `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`).join("")}</Types>`;

function xlsx({ title, columns, rows, notes }) {
  const cell = value => (typeof value === "number" && Number.isFinite(value) ? `<c><v>${value}</v></c>`
    : `<c t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`);
  const bold = value => `<c s="1" t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
  const lines = [[title].map(bold), columns.map(bold), ...rows.map(row => row.map(cell)), ...notes.map(note => [cell(note)])];
  const last = String.fromCharCode(64 + Math.min(26, Math.max(1, columns.length)));
  const widths = columns.map((name, at) => {
    const longest = rows.slice(0, 200).reduce((most, row) => Math.max(most, String(row[at] === null || row[at] === undefined ? "" : row[at]).length), name.length);
    return `<col min="${at + 1}" max="${at + 1}" width="${Math.min(60, longest * 2 + 2)}" customWidth="1"/>`;
  });
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  return zip([
    ["[Content_Types].xml", types([["/xl/workbook.xml", "spreadsheetml.sheet.main"], ["/xl/worksheets/sheet1.xml", "spreadsheetml.worksheet"],
      ["/xl/styles.xml", "spreadsheetml.styles"]])],
    ["_rels/.rels", relations([["r1", "officeDocument", "xl/workbook.xml"]])],
    ["xl/workbook.xml", `${HEAD}<workbook xmlns="${main}" xmlns:r="${OFFICE}"><sheets><sheet name="清单" sheetId="1" r:id="r1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", relations([["r1", "worksheet", "worksheets/sheet1.xml"], ["r2", "styles", "styles.xml"]])],
    ["xl/styles.xml", `${HEAD}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>`],
    ["xl/worksheets/sheet1.xml", `${HEAD}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>${lines.map(line => `<row>${line.join("")}</row>`).join("")}</sheetData><autoFilter ref="A2:${last}${rows.length + 2}"/></worksheet>`],
  ]);
}

function docx({ title, statement, columns, rows, notes }) {
  const run = (text, size, bold) => `<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/>${bold ? "<w:b/>" : ""}<w:sz w:val="${size}"/></w:rPr><w:t xml:space="preserve">${xml(text)}</w:t></w:r>`;
  const line = (text, size, bold, center) => `<w:p><w:pPr>${center ? '<w:jc w:val="center"/>' : ""}</w:pPr>${run(text, size, bold)}</w:p>`;
  const edge = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side => `<w:${side} w:val="single" w:sz="4"/>`).join("");
  const row = (cells, first) => `<w:tr>${first ? "<w:trPr><w:tblHeader/></w:trPr>" : ""}${cells.map(value =>
    `<w:tc><w:tcPr/>${line(value === null || value === undefined ? "" : value, 18, first)}</w:tc>`).join("")}</w:tr>`;
  const table = `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>${edge}</w:tblBorders></w:tblPr><w:tblGrid>${columns.map(() => "<w:gridCol/>").join("")}</w:tblGrid>${row(columns, true)}${rows.map(one => row(one)).join("")}</w:tbl>`;
  const body = [line(title, 36, true, true), line(statement, 24), columns.length ? table : "", ...notes.map(note => line(note, 18))].join("");
  return zip([
    ["[Content_Types].xml", types([["/word/document.xml", "wordprocessingml.document.main"]])],
    ["_rels/.rels", relations([["r1", "officeDocument", "word/document.xml"]])],
    ["word/document.xml", `${HEAD}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr></w:body></w:document>`],
  ]);
}

// A cell that begins so is run as a formula by Excel and LibreOffice.
const safe = value => (typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
const text = value => (value === null || value === undefined ? "" : String(value));
const quoted = value => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);

function csv({ columns, rows }) {
  const lines = [columns, ...rows].map(row => row.map(value => quoted(text(safe(value)))).join(","));
  return new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" });
}

function markdown({ title, statement, columns, rows, notes }) {
  const cell = value => text(value).replace(/\\/g, "\\\\").replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ").replace(/</g, "&lt;");
  const line = row => `| ${row.map(cell).join(" | ")} |`;
  const table = columns.length ? [line(columns), line(columns.map(() => "---")), ...rows.map(line), ""] : [];
  return new Blob([[`## ${title}`, "", statement || "", "", ...table, ...notes.map(note => `- ${note}`), ""].join("\n")], { type: "text/markdown;charset=utf-8" });
}

function json({ title, statement, columns, rows, notes }) {
  const records = rows.map(row => Object.assign({}, ...columns.map((name, at) => ({ [name]: row[at] }))));
  return new Blob([JSON.stringify({ title, statement, notes, rows: records }, null, 1)], { type: "application/json" });
}

LT.FORMATS = [["xlsx", "Excel", xlsx], ["docx", "Word", docx], ["csv", "CSV", csv], ["md", "Markdown", markdown], ["json", "JSON", json]];

LT.save = (blob, name) => {
  const link = LT.h("a", { href: URL.createObjectURL(blob), download: name.replace(/[\\/:*?"<>|\n]+/g, "_").slice(0, 80) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  LT.say(`已下载 ${name}`);
};

// A drawing as a file: the styles it has here are written into it, since a file has no style sheet.
const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-family", "text-anchor", "opacity", "fill-opacity"];

LT.drawing = svg => {
  const copy = svg.cloneNode(true);
  const pairs = [[svg, copy], ...Array.from(svg.querySelectorAll("*")).map((one, at) => [one, copy.querySelectorAll("*")[at]])];
  for (const [one, other] of pairs) {
    const style = getComputedStyle(one);
    if (style.display === "none") other.setAttribute("display", "none");
    else KEPT.forEach(name => { if (style.getPropertyValue(name)) other.setAttribute(name, style.getPropertyValue(name).replace(/"/g, "'")); });
    ["class", "tabindex", "role", "aria-label", "style"].forEach(name => other.removeAttribute(name));
  }
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const paper = LT.s("rect", { width: "100%", height: "100%", fill: getComputedStyle(document.documentElement).getPropertyValue("--card").trim() || "#fff" });
  copy.insertBefore(paper, copy.firstChild);
  return new XMLSerializer().serializeToString(copy);
};

LT.saveDrawing = (svg, name) => LT.save(new Blob([LT.drawing(svg)], { type: "image/svg+xml" }), `${name}.svg`);

LT.savePicture = (svg, name) => {
  const { width, height } = svg.viewBox.baseVal, scale = Math.min(3, 12000 / Math.max(width, height));
  const image = new Image();
  image.onload = () => {
    const canvas = LT.h("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(blob => LT.save(blob, `${name}.png`));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(LT.drawing(svg))}`;
};
