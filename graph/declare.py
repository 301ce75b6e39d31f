"""The texts that are made from the schema: tables of the embedded database, constraints of Neo4j, and the manual."""

from __future__ import annotations

from collections.abc import Iterable

from liantu.graph import schema

__all__ = ["ladybug_ddl", "markdown", "neo4j_constraints"]


def _ddl_columns(columns: Iterable[schema.Column]) -> str:
    # Ladybug and Neo4j both keep dates as ISO strings: they sort and compare rightly, and every driver returns them.
    return ", ".join(f"`{column.name}` {'STRING' if column.type == 'DATE' else column.type}" for column in columns)


def ladybug_ddl() -> tuple[str, ...]:
    """Return the statements that make the tables of the embedded database: one a kind, nodes first."""
    nodes = [f"CREATE NODE TABLE `{kind}`({_ddl_columns(schema.node_columns(kind))}, PRIMARY KEY(`id`))" for kind in schema.NODES]
    edges = []
    for kind in schema.EDGES.values():
        pairs = ", ".join(f"FROM `{source}` TO `{target}`" for source, target in kind.pairs)
        edges.append(f"CREATE REL TABLE `{kind.name}`({pairs}, {_ddl_columns(schema.edge_columns(kind.name))})")
    return (*nodes, *edges)


def neo4j_constraints() -> tuple[str, ...]:
    """Return the statements that make ids unique within a graph on Neo4j, and fast to find; each safe to run again.

    Not unique by itself: a server may hold several graphs of ours, and nodes of others with the same label and id.
    """
    rows = [(kind, f"liantu_{kind.lower()}") for kind in schema.NODES]
    return (
        *(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:`{kind}`) REQUIRE (n.id, n._graph) IS UNIQUE" for kind, name in rows),
        *(f"CREATE INDEX {name}_id IF NOT EXISTS FOR (n:`{kind}`) ON (n.id)" for kind, name in rows),
    )


def _table(columns: Iterable[schema.Column]) -> list[str]:
    rows = ["| column | type | 中文 | says |", "|---|---|---|---|"]
    for column in columns:
        values = f" ({', '.join(f'`{value}`' for value in column.values)})" if column.values else ""
        rows.append(f"| `{column.name}` | {column.type} | {column.label} | {column.says}{values} |")
    return [*rows, ""]


def markdown() -> str:
    """Return the text of ``docs/schema.md``."""
    out = ["# Schema", "", "Made from `graph/schema.py` by `liantu.graph.declare.markdown()`; a test holds them together.", "",
           "Dates are ISO strings. An id is the kind, a colon and the rest, so it tells its kind by itself.", "",
           "## Nodes", "", "Every node has:", "", *_table(schema.NODE_COLUMNS)]
    for node in schema.NODES.values():
        out += [f"### {node.name} {node.label}", "", f"{node.says[0].upper()}{node.says[1:]}.", ""]
        out += _table(node.columns) if node.columns else []
    out += ["## Edges", "", "Every edge has:", "", *_table(schema.EDGE_COLUMNS)]
    for edge in schema.EDGES.values():
        pairs = ", ".join(f"{source} → {target}" for source, target in edge.pairs)
        out += [f"### {edge.name} {edge.label}", "", f"{pairs}: {edge.says}.", ""]
        out += _table(edge.columns) if edge.columns else []
    return "\n".join(out).rstrip() + "\n"
