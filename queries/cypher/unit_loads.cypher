// 每个单位牵头、参与、负责的任务数,没有任务的也列出。
MATCH (u:Unit)
OPTIONAL MATCH (u)-[:LEADS]->(a:Task)
WITH u.id AS unit, count(DISTINCT a.id) AS leads
MATCH (u:Unit {id: unit})
OPTIONAL MATCH (u)-[:PARTICIPATES_IN]->(b:Task)
WITH u.id AS unit, leads, count(DISTINCT b.id) AS participates
MATCH (u:Unit {id: unit})
OPTIONAL MATCH (u)-[:RESPONSIBLE_FOR]->(c:Task)
RETURN u.id AS unit, leads, participates, count(DISTINCT c.id) AS responsible
