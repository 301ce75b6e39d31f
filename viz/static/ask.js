// The catalogue: a page for each question, its form made from its parameters.
const { h } = LT;

function card(one, given) {
  return h("li", null, LT.link(LT.to("ask", one.name, given), [h("b", null, one.title), h("span", null, one.says)]));
}

async function index(view) {
  const { questions } = await LT.source.catalogue();
  const numbers = Array.from(new Set(questions.map(one => one.number)));
  const wanted = h("input", { type: "search", placeholder: "筛选问题", "aria-label": "筛选问题" });
  const list = h("ol", { class: "cards" });
  const fill = () => {
    const text = wanted.value.trim();
    LT.clear(list, numbers.map(number => questions.filter(one => one.number === number && (!text || `${one.title}${one.says}`.includes(text))).map(one => card(one))));
  };
  wanted.addEventListener("input", fill);
  fill();
  LT.clear(view, h("div", { class: "page" }, h("h1", null, "问答"),
    LT.note("每个问题的回答都附规则、范围和逐行原文，可下载为 Excel、Word。"), wanted, list));
}

function control(parameter, values, given, live) {
  const id = `p-${parameter.name}`, known = values[parameter.of] || [];
  const now = given === null ? "" : given;
  let field;
  if (parameter.type === "bool") {
    field = h("select", { id }, [["", `默认（${parameter.default ? "是" : "否"}）`], ["true", "是"], ["false", "否"]].map(([value, label]) => h("option", { value }, label)));
  } else if (known.length && !live) {
    field = h("select", { id }, parameter.required ? null : h("option", { value: "" }, "不限"), known.map(value => h("option", { value }, value)));
    if (now && !known.includes(now)) field.append(h("option", { value: now }, now));
  } else {
    field = h("input", { id, type: parameter.of === "date" ? "date" : parameter.type === "str" ? "text" : "number", step: parameter.type === "float" ? "any" : "1",
      list: known.length ? `${id}-list` : null, placeholder: parameter.default === null ? "" : String(parameter.default), autocomplete: "off" });
  }
  field.value = now || (parameter.required && known.length ? known[0] : "");
  field.name = parameter.name;
  const title = parameter.says.split(/[，：；,(（]/)[0];
  return h("div", { class: "field" }, h("label", { for: id }, title, parameter.required ? h("span", { class: "must" }, " 必填") : null), field,
    title === parameter.says ? null : h("small", null, parameter.says),
    known.length && live ? h("datalist", { id: `${id}-list` }, known.slice(0, 400).map(value => h("option", { value }))) : null);
}

LT.given = (question, query) => {
  const given = {};
  for (const one of question.parameters) if (query.get(one.name)) given[one.name] = query.get(one.name);
  return given;
};

async function questionPage(view, route) {
  const { questions, choices } = await LT.source.catalogue();
  const question = questions.find(one => one.name === route.given);
  if (!question) throw new Error("没有这个问题。");
  const given = LT.given(question, route.query), { live } = LT.source;
  // Without a server only what was asked beforehand can be answered: its fields are the ones to show.
  let fields = question.parameters;
  if (!live) {
    const keys = (await LT.source.known()).filter(key => key.split("&")[0] === question.name);
    fields = fields.filter(one => one.required || keys.some(key => key.includes(`&${one.name}=`)));
  }
  question.parameters.filter(one => one.required && !given[one.name] && (choices[one.of] || []).length).forEach((one, at) => {
    const known = choices[one.of].filter(value => !Object.values(given).includes(value));
    given[one.name] = known[0] || choices[one.of][Math.min(at, choices[one.of].length - 1)];
  });
  const values = by => (by.name === "by" && !live ? { by: ["region", "lead", "unit", "platform", "project", "indicator"] } : choices);
  const controls = fields.map(one => control(one.name === "by" ? Object.assign({}, one, { of: "by" }) : one, values(one), given[one.name] || null, live));
  const required = controls.filter((_, at) => fields[at].required), optional = controls.filter((_, at) => !fields[at].required);
  const form = h("form", { class: "form", on: { submit: event => {
    event.preventDefault();
    const asked = {};
    new FormData(form).forEach((value, name) => { if (value) asked[name] = value; });
    LT.go(LT.to("ask", question.name, asked));
  } } }, required, optional.length > 4 && live ? h("details", null, h("summary", null, "更多条件"), h("div", { class: "form" }, optional)) : optional,
  fields.length ? h("button", { type: "submit", class: "primary" }, "查询") : null);
  if (!live) form.addEventListener("change", () => form.requestSubmit ? form.requestSubmit() : form.querySelector("[type=submit]").click());
  const result = h("div", { class: "result", "aria-live": "polite" }, LT.busy("正在查询…"));
  LT.clear(view, h("div", { class: "page wide" }, h("p", { class: "crumb" }, LT.link(LT.to("ask"), "全部问题"), ` / 第 ${question.number} 问`),
    h("h1", null, question.title), LT.note(question.says), form, result,
    h("p", { class: "note command" }, "命令行：", h("code", null, command(question.name, given)))));
  const missing = question.parameters.filter(one => one.required && !given[one.name]);
  if (missing.length) {
    LT.clear(result, LT.note(live ? `请填写：${missing.map(one => one.says).join("；")}` : "这个问题要自由输入，单个文件里不能回答。请用 liantu serve 打开，或用下面的命令行。"));
    return;
  }
  try {
    LT.clear(result, LT.answerBox(await LT.source.answer(question.name, given)));
  } catch (error) {
    LT.clear(result, h("p", { class: "note fail", role: "alert" }, error.message));
  }
}

const command = (name, given) => `liantu ask ${name}${Object.entries(given).map(([key, value]) => ` --${key.replace(/_/g, "-")} ${/[\s"'$&|;<>()]/.test(value) ? `'${value.replace(/'/g, "'\\''")}'` : value}`).join("")}`;

LT.views.ask = (view, route) => {
  if (!route.given) return index(view);
  LT.clear(view, LT.busy());
  return questionPage(view, route);
};
