"""Which statements of users may run: every way round the guard that we could think of is a row here."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liantu.errors import QueryError
from liantu.graph import schema
from liantu.graph.guard import FUNCTIONS, LONGEST, REFUSED, checked

READING = [
    "MATCH (t:Task) RETURN t.name AS 任务, t.`end`, count(*) AS n ORDER BY n DESC SKIP 1 LIMIT 5",
    "MATCH (u:Unit {id: $unit})-[r:LEADS|PARTICIPATES_IN]->(t:Task) RETURN DISTINCT u.name, r.start",
    "MATCH (t:Task) WHERE NOT EXISTS { MATCH (t)-[:USES]->(:Platform) } RETURN t",
    "MATCH (t:Task) RETURN COUNT { MATCH (t)<-[:LEADS]-() } AS n",
    "MATCH (a)-[*1..3]->(b) WITH a, count(DISTINCT b) AS n WHERE n > 2 RETURN *",
    "OPTIONAL MATCH (a)--(b)<-[:FEEDS]-(c) WHERE a.name STARTS WITH 'x' AND b.name IS NOT NULL RETURN a.name",
    "UNWIND $rows AS row RETURN CASE WHEN row = 1 THEN 'a' ELSE null END AS y UNION ALL MATCH (n) RETURN n.name AS y",
    "MATCH p = (a)-[:FEEDS* SHORTEST 1..4]->(b) RETURN length(p), [x IN nodes(p) WHERE x.core | x.name]",
    "MATCH (t) WHERE all(x IN [1] WHERE x = 1) AND t.name =~ '.*\\\\d' RETURN -t.start * 2 AS y",
    "WITH {a: 1, b: [1, 2]} AS m, [1, 2, 3][0] AS first RETURN m.a, first",
    "MATCH (t:Task) RETURN cast(t.start AS STRING), coalesce(t.number, '无')",
    "match (t:Task) return t.name order by t.name desc",
    # What looks like a clause but stands in a text, a back-quoted name or a comment.
    "MATCH (t) WHERE t.name CONTAINS 'DELETE n; LOAD FROM' RETURN t",
    "MATCH (t) WHERE t.name = \"it's; DROP\" RETURN t",
    "MATCH (t) RETURN t.`load` AS `set`",
    "MATCH (`create`:Task) RETURN `create`.name",
]


@pytest.mark.parametrize("statement", READING)
def test_reading_passes_unchanged(statement: str) -> None:
    assert checked(statement) == statement


@pytest.mark.parametrize(("statement", "runs"), [
    ("MATCH (t) // DELETE t\nRETURN t", "MATCH (t) RETURN t"),
    ("MATCH (t) /* SET\nt.x = 1 */RETURN t", "MATCH (t) RETURN t"),
    ("/* a */ RETURN 1 AS x /* b */ ; ", "RETURN 1 AS x"),
    ("RETURN\u30001\u00a0AS\tx\r\n", "RETURN 1 AS x"),
    ("RETURN 1 // x\u2028CREATE (t)", "RETURN 1"),
    # To one engine this comment ends at the first */, to the other at the second.
    ("RETURN 1 /***/ AS x /**/", "RETURN 1 AS x"),
])
def test_the_engine_sees_no_comments(statement: str, runs: str) -> None:
    assert checked(statement) == runs


WRITING = [
    "CREATE (t:Task {id: 'Task:x'})", "MERGE (t:Task {id: 'x'}) RETURN t", "MATCH (t:Task) SET t.name = 'x'",
    "MATCH (t:Task) DELETE t", "MATCH (t:Task) DETACH DELETE t", "MATCH (t) REMOVE t.name", "DROP TABLE Task",
    "ALTER TABLE Task ADD x INT64", "CREATE NODE TABLE X(id STRING, PRIMARY KEY(id))", "CREATE SEQUENCE s", "INSERT (t:Task)",
    "CREATE MACRO f(x) AS x + 1", "COMMENT ON TABLE Task IS 'x'", "MATCH (t:Task) RETURN t.name CREATE (x:Task)",
    "MATCH (t) FOREACH (x IN [1] | SET t.start = x)", "RETURN nextval('s')", "UNWIND [1] AS x MERGE (t:Task {id: 'a'})",
    "MATCH (t:Task) WITH t SET t.name = 'x' RETURN t", "RETURN setseed(1)",
]
FILES = [
    "LOAD FROM 'secret.csv' RETURN *", "LOAD WITH HEADERS (a STRING) FROM 'secret.csv' RETURN *",
    "LOAD FROM 'x' (file_format='csv') RETURN *", "WITH 1 AS x LOAD FROM 'secret.csv' RETURN *",
    "MATCH (t) RETURN t UNION LOAD FROM 'secret.csv' RETURN *", "LOAD FROM frame RETURN *", "LOAD FROM $frame RETURN *",
    "COPY (MATCH (t:Task) RETURN t.id) TO 'out.csv'", "COPY Task FROM 'in.csv'", "EXPORT DATABASE 'out'",
    "IMPORT DATABASE 'out'", "ATTACH 'a.db' AS a (dbtype sqlite)", "DETACH a", "USE a", "INSTALL httpfs",
    "FORCE INSTALL httpfs", "UNINSTALL httpfs", "UPDATE httpfs", "LOAD EXTENSION httpfs", "LOAD EXTENSION 'x.so'", "LOAD 'x.so'",
    "LOAD CSV FROM 'file:///secret' AS line RETURN line", "LOAD CSV WITH HEADERS FROM 'http://localhost/x' AS l RETURN l",
    "MATCH (t) WHERE EXISTS { LOAD FROM 'x' RETURN * } RETURN t",
]
CALLING = [
    "CALL show_tables() RETURN *", "CALL threads = 1", "CALL db.labels()", "CALL apoc.load.json('file') YIELD value RETURN value",
    "CALL dbms.listConfig()", "MATCH (t) CALL { WITH t SET t.x = 1 } RETURN t", "CALL { MATCH (t) DELETE t }",
    "UNWIND [1] AS x CALL { WITH x CREATE (t:Task) } IN TRANSACTIONS RETURN x", "CALL (t) { MATCH (t) RETURN 1 AS x } RETURN x",
    "MATCH (t) CALL current_setting('threads') RETURN *", "CALL project_graph('g', ['Task'], ['LEADS'])",
    "RETURN apoc.load.json('file')", "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n)', {})", "RETURN dbms.x()",
    "MATCH (t) RETURN t YIELD x",
]
RUNNING = [
    "EXPLAIN MATCH (t) RETURN t", "PROFILE MATCH (t) DELETE t", "BEGIN TRANSACTION", "COMMIT", "ROLLBACK", "CHECKPOINT",
    "CYPHER 25 MATCH (t) RETURN t", "CYPHER runtime=slotted RETURN 1", "SHOW DATABASES", "ANALYZE", "START DATABASE neo4j",
    "STOP DATABASE neo4j", "GRANT ROLE reader TO me", "TERMINATE TRANSACTION 'x'", "USE neo4j MATCH (t) RETURN t",
    "ENABLE SERVER 'x'", "DRYRUN REALLOCATE DATABASES",
]
SECOND = [
    "RETURN 1; CREATE (t:Task)", "RETURN 1;RETURN 2", "RETURN 1 ;; RETURN 2", "; RETURN 1", "RETURN 1 /* ; */ ; RETURN 2",
    "RETURN ';' ; RETURN 2", "RETURN 1\n;\nMATCH (t) RETURN t", "RETURN 1\uff1b RETURN 2", "RETURN 1\u037e RETURN 2",
]
HIDING = [
    # Comments, case, white space
    "/**/LOAD/**/FROM/**/'secret.csv'/**/RETURN/**/*", "// harmless\nLOAD FROM 'x' RETURN *", "/*/ RETURN 1 /*/ CREATE (t)",
    "RETURN 1 /***/ CREATE (t) /**/", "RETURN 1 // x\rCREATE (t)", "RETURN 1 /* x",
    "lOaD fRoM 'x' RETURN *", "MATCH (t)\ndelete\nt", "MATCH (t)DELETE(t)", "MATCH (t) DELETE`t`", "MATCH(t)SET`t`.`name`='x'",
    "MATCH (t)\x0bDELETE\x0ct", "RETURN 1\x00; CREATE (t)", "MATCH (t) RETURN t\x1bDELETE", "RETURN '\u202e' AS x",
    # Letters that turn into ASCII ones under upper(), lower() or normalisation
    "MATCH (t) \u017fET t.x = 1", "MATCH (t) \uff33\uff25\uff34 t.x = 1", "\uff2c\uff2f\uff21\uff24 FROM 'x' RETURN *",
    "MATCH (t) \u0405ET t.name = 1", "CHEC\u212aPOINT", "MATCH (t) S\u200bET t.x = 1", "MATCH (t) DE\u00adLETE t",
    "MATCH (t) RETURN \uff40t\uff40", "MATCH (a)\u2010[r]\u2192(b) RETURN r",
    # Escapes: one engine decodes them before it cuts the statement into words
    "MATCH (t) \\u0053ET t.x = 1", "RETURN '\\u0027 AS x CREATE (t) //'", "RETURN '\\U00000027 CREATE (t) //' AS x",
    "RETURN '\\x27' AS x", "MATCH (t) RETURN t.`a\\u0060 CREATE (x) //`", "RETURN '\\\\u0027' AS x",
    # Where a text or a back-quoted name ends
    "RETURN 'a'' CREATE (t) ''b'", "RETURN 'a\\' CREATE (t)", 'RETURN "a CREATE (t)', "RETURN 'a\\q' AS x",
    "RETURN `a`` CREATE (t) ``b`", "RETURN `` CREATE (t)", "RETURN `a", "RETURN 'it's CREATE (t) '",
    # Back-quotes round a function
    "RETURN `nextval`('s')", "MATCH (t) RETURN `lower`(t.name)", "RETURN `apoc`.`load`.`json`('x')", "RETURN apoc.load.`json`('x')",
    # A clause behind what could be read as a factor, an alias, a bound or a property
    "WITH * LOAD WITH HEADERS (a STRING) FROM 'x' RETURN *", "MATCH (t) WITH * UNKNOWN FROM 'x' RETURN *",
    "RETURN 1 AS CREATE (t)", "MATCH (t) RETURN t.SET t.x = 1", "RETURN 1.LOAD FROM 'x'", "WITH 1 AS x LIMIT 5 UNKNOWN 'x' RETURN x",
    "MATCH (t) RETURN * UNKNOWN t", "MATCH (t) WITH t ORDER BY t.name DESC UNKNOWN t RETURN t", "MATCH (t) WHERE true UNKNOWN t RETURN t",
    "MATCH (t) WHERE t.x IS NULL UNKNOWN t RETURN t", "OPTIONAL UNKNOWN t RETURN 1", "RETURN 1 UNION UNKNOWN t",
    "RETURN 1 UNION ALL UNKNOWN t", "MATCH (t) RETURN t.name UNKNOWN (t)", "MATCH (t) WHERE EXISTS { UNKNOWN (t) } RETURN t",
    "MATCH (t) UNKNOWN {x: 1} RETURN t", "MATCH (t) RETURN [x IN [1] UNKNOWN x]", "MATCH (t) RETURN t 'x'", "MATCH (t) RETURN t $x",
    "RETURN 5! UNKNOWN (t)", "RETURN $x UNKNOWN t", "UNWIND [1] AS x UNKNOWN t RETURN x",
    "MATCH (t) RETURN CASE WHEN true THEN 1 END UNKNOWN t",
    # Nothing to return, or nothing at all
    "", " ", "// RETURN 1", ";", "MATCH (t)", "x", "(t)", "'RETURN 1'", "`RETURN` 1", "1",
    # Brackets
    "MATCH (t RETURN t", "MATCH (t)) RETURN t", "RETURN [1)", "RETURN " + "(" * 100 + "1" + ")" * 100,
]
@pytest.mark.parametrize("statement", [*WRITING, *FILES, *CALLING, *RUNNING, *SECOND, *HIDING])
def test_all_else_is_refused_with_a_way_out(statement: str) -> None:
    with pytest.raises(QueryError, match=r"请|可用"):
        checked(statement)


@pytest.mark.parametrize("word", sorted(REFUSED))
@pytest.mark.parametrize("shape", [
    "{} x", "MATCH (t) {} t", "MATCH (t) RETURN t {}", "RETURN 1 AS {}", "WITH * {} RETURN *", "RETURN t.{}"])
def test_a_refused_word_is_named_wherever_it_stands(word: str, shape: str) -> None:
    for spelling in (word, word.lower(), word.title()):
        with pytest.raises(QueryError, match=f"语句中的 {spelling} 不能使用"):
            checked(shape.format(spelling))


@pytest.mark.parametrize("word", ["WHATEVER", "导入", "LOAD_FROM", "vacuum"])
@pytest.mark.parametrize("shape", [
    "{} 'x' RETURN 1", "MATCH (t) {} (t) RETURN t", "MATCH (t) {} t RETURN t", "WITH 1 AS x {} 'f' RETURN x", "WITH * {} y RETURN *",
    "MATCH (t) RETURN t {} (x)", "MATCH (t) {} {{ RETURN t }}", "RETURN {}('x')", "UNWIND [1] AS x {} $f RETURN x",
])
def test_a_clause_that_nobody_has_heard_of_is_refused(word: str, shape: str) -> None:
    """The list of refused words is for good messages: without it the grammar alone keeps clauses out."""
    with pytest.raises(QueryError):
        checked(shape.format(word))


@pytest.mark.parametrize("word", sorted(REFUSED))
def test_the_grammar_holds_without_the_list_of_words(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liantu.graph.guard.REFUSED", {})
    for shape in ("{} x", "{} 'x' RETURN 1", "MATCH (t) {} t", "MATCH (t) RETURN t {}", "MATCH (t) {} (x) RETURN t",
                  "WITH * {} x RETURN *"):
        with pytest.raises(QueryError):
            checked(shape.format(word))


def test_no_name_of_the_schema_is_refused() -> None:
    names = {*schema.NODES, *schema.EDGES}
    names |= {column.name for kind in schema.NODES for column in schema.node_columns(kind)}
    names |= {column.name for kind in schema.EDGES for column in schema.edge_columns(kind)}
    assert {name for name in names if name.upper() in REFUSED} == set()
    for name in names:
        assert checked(f"MATCH (x:{name}) RETURN x.{name}")


def test_no_function_opens_files_or_changes_anything() -> None:
    words = ("READ", "WRITE", "COPY", "LOAD", "FILE", "CSV", "CURR", "NEXT", "SET", "SEED", "ENV", "CALL", "GRAPH", "INFO", "ERROR")
    assert [name for name in FUNCTIONS if any(word in name for word in words)] == []


def test_a_long_statement_is_refused() -> None:
    with pytest.raises(QueryError, match="参数"):
        checked("RETURN " + "1+" * LONGEST + "1")


@pytest.mark.parametrize(("statement", "runs"), [
    ("MATCH (t) RETURN t", "MATCH (t) RETURN t LIMIT 11"),
    ("MATCH (t) RETURN t LIMIT 5", "MATCH (t) RETURN t LIMIT 5"),
    ("MATCH (t) RETURN t LIMIT 99999999999999999999", "MATCH (t) RETURN t LIMIT 11"),
    ("MATCH (t) WITH t LIMIT 5 RETURN t", "MATCH (t) WITH t LIMIT 5 RETURN t LIMIT 11"),
    ("MATCH (t) RETURN t.limit AS x", "MATCH (t) RETURN t.limit AS x LIMIT 11"),
    ("MATCH (t) RETURN t SKIP 2", "MATCH (t) RETURN t SKIP 2 LIMIT 11"),
    # These would mean something else: the rows are cut when they are taken.
    ("RETURN 1 AS x UNION RETURN 2 AS x", "RETURN 1 AS x UNION RETURN 2 AS x"),
    ("MATCH (t) RETURN t LIMIT $n", "MATCH (t) RETURN t LIMIT $n"),
    ("MATCH (t) RETURN t LIMIT 5 + 1", "MATCH (t) RETURN t LIMIT 5 + 1"),
])
def test_the_engine_is_asked_for_no_more_rows_than_wanted(statement: str, runs: str) -> None:
    assert checked(statement, rows=11) == runs


@given(st.text(alphabet=st.sampled_from(string.ascii_letters + " \n'\"`/*\\;(){}[],.:$1甲é\u3000"), max_size=60))
def test_any_text_is_refused_or_comes_back_the_same_a_second_time(text: str) -> None:
    """What was let through reads the same to us again: nothing is hidden in how it is put together."""
    try:
        runs = checked(f"RETURN {text}")
    except QueryError:
        return
    assert checked(runs) == runs
    assert "/*" not in runs.replace("'", '"').split('"')[0]
