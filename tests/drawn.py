"""A small graph drawn by hand for pictures and papers, with names that try to be markup, formulas and paths."""

from __future__ import annotations

from typing import Any

import networkx as nx

__all__ = ["HOSTILE", "drawn"]

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "image": '<img src=x onerror="alert(1)">',
    "formula": "=cmd|' /C calc'!A0",
    "path": "../../茶厂",
}


def drawn(*, hostile: bool = False) -> nx.MultiDiGraph[Any]:
    """Return a chain of five segments, one for each state, with two units, a leader and three tasks."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    name = {"segment": "精制", "project": "茶叶精制厂", "unit": "青山市商务局", "task": "发展茶叶精制", "chain": "茶"}
    if hostile:
        name = {"segment": HOSTILE["image"], "project": HOSTILE["formula"], "unit": HOSTILE["path"], "task": HOSTILE["script"], "chain": "茶"}
    graph.add_node("Document:a", kind="Document", name="青山市茶产业方案", file="a.txt", number="青政发〔2024〕3号", date="2024-03-01", city="青山市")
    graph.add_node("Industry:/茶", kind="Industry", name=name["chain"], level="chain")
    for key, stage, core, offsite, shown in (
        ("种植", "upstream", True, False, "种植"), ("精制", "midstream", True, False, name["segment"]), ("包装", "midstream", False, False, "包装"),
        ("机械", "upstream", False, True, "机械"), ("销售", "downstream", False, False, "销售"), ("检测", "service", False, False, "检测"),
    ):
        graph.add_node(f"Industry:/{key}", kind="Industry", name=shown, level="segment", stage=stage, core=core, offsite=offsite)
        graph.add_edge(f"Industry:/{key}", "Industry:/茶", kind="PART_OF")
    for source, target in (("种植", "精制"), ("机械", "精制"), ("精制", "包装"), ("包装", "销售")):
        graph.add_edge(f"Industry:/{source}", f"Industry:/{target}", kind="FEEDS")
    graph.add_node("Project:/厂", kind="Project", name=name["project"], stage="投产")
    graph.add_node("Project:/二厂", kind="Project", name="二期厂房", stage="开工")
    graph.add_node("Platform:/园", kind="Platform", name="茶园集聚区")
    graph.add_node("Unit:青山市/商务局", kind="Unit", name=name["unit"], aliases="市商务局", city="青山市")
    graph.add_node("Unit:青山市/农业局", kind="Unit", name="青山市农业局", city="青山市")
    graph.add_node("Person:青山市/王五", kind="Person", name="王五", city="青山市")
    said: dict[str, Any] = {"document": "Document:a", "grade": "explicit"}
    for number, (title, segment) in enumerate(((name["task"], "精制"), ("扩大茶园", "种植"), ("发展包装", "包装")), 1):
        task = f"Task:a/00{number}"
        graph.add_node(task, kind="Task", name=title, document="Document:a", number=str(number), city="青山市", section="主要任务",
                       start=number * 100, end=number * 100 + 50, deadline="2025-12-31" if number == 1 else None)
        graph.add_edge("Document:a", task, kind="HAS_TASK", quote=title, start=number * 100, end=number * 100 + 8, **said)
        graph.add_edge(task, f"Industry:/{segment}", kind="DEVELOPS", quote=f"{title}。", start=number * 100, end=number * 100 + 8, **said)
        graph.add_edge("Unit:青山市/商务局", task, kind="LEADS" if number < 3 else "PARTICIPATES_IN", quote="商务局牵头", start=number * 100 + 9,
                       end=number * 100 + 14, position=0, **said)
        graph.add_edge("Unit:青山市/农业局", task, kind="PARTICIPATES_IN" if number < 3 else "LEADS", quote="农业局配合", start=number * 100 + 15,
                       end=number * 100 + 20, position=0, **said)
        graph.add_edge("Person:青山市/王五", task, kind="OVERSEES", quote="王五", start=number * 100 + 21, end=number * 100 + 23, **said)
    for project in ("Project:/厂", "Project:/二厂"):
        graph.add_edge(project, "Industry:/精制", kind="BELONGS_TO", quote=f"建设{graph.nodes[project]['name']}。", start=100, end=120, **said)
        graph.add_edge("Task:a/001", project, kind="DELIVERS", quote=f"建设{graph.nodes[project]['name']}。", start=100, end=120, **said)
    graph.add_edge("Platform:/园", "Industry:/种植", kind="BELONGS_TO", quote="依托茶园集聚区。", start=200, end=210, **said)
    return graph
