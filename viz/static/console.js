// A console for read-only Cypher, when a server is there to run it.
const { h } = LT;
const SAMPLES = [
  ["牵头任务最多的单位", "MATCH (u:Unit)-[:LEADS]->(t:Task)\nRETURN u.name AS 单位, count(t) AS 牵头 ORDER BY 牵头 DESC LIMIT 20"],
  ["各产业链的项目", "MATCH (p:Project)-[b:BELONGS_TO]->(i:Industry)\nRETURN i.name AS 产业, p.name AS 项目, b.verdict AS 判断, b.quote AS 原文 LIMIT 50"],
  ["两年内到期的任务", "MATCH (t:Task) WHERE t.deadline IS NOT NULL\nRETURN t.deadline AS 时限, t.name AS 任务 ORDER BY 时限 LIMIT 50"],
];

LT.views.cypher = (view, route) => {
  if (!LT.source.live) {
    LT.clear(view, h("div", { class: "page" }, h("h1", null, "Cypher"), LT.note("单个文件里没有数据库。请用 liantu serve 打开。")));
    return;
  }
  const area = h("textarea", { id: "statement", rows: "6", spellcheck: "false", value: route.query.get("q") || SAMPLES[0][1] });
  const result = h("div", { class: "result", "aria-live": "polite" });
  const run = async () => {
    LT.clear(result, LT.busy("正在查询…"));
    history.replaceState(null, "", LT.with({ q: area.value }));
    try {
      const found = await LT.source.cypher(area.value);
      LT.clear(result, LT.table({
        title: "Cypher 查询", statement: area.value, rule: area.value, scope: found.cut ? `只取前 ${found.rows.length} 行` : "全图", columns: found.columns,
        rows: found.rows.map(row => row.map(value => (value !== null && typeof value === "object" ? JSON.stringify(value) : value))),
        evidence: found.rows.map(() => []), unmentioned: [], why_empty: "没有符合的行。", total: found.rows.length,
      }), found.cut ? LT.note("行数太多，只取了前面的。可加 LIMIT 或缩小范围。") : null);
    } catch (error) {
      LT.clear(result, h("p", { class: "note fail", role: "alert" }, error.message));
    }
  };
  area.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  LT.clear(view, h("div", { class: "page wide" }, h("h1", null, "Cypher 查询"), LT.note("只读：可用 MATCH、WHERE、WITH、UNWIND、RETURN；有时限和行数限制。Ctrl + Enter 运行。"),
    h("p", { class: "actions" }, SAMPLES.map(([label, text]) => LT.button(label, () => { area.value = text; run(); }, { class: "small" }))),
    h("label", { for: "statement", class: "away" }, "Cypher 语句"), area, h("p", null, LT.button("运行", run, { class: "primary" })), result));
};
