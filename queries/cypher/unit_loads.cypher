// 每个单位牵头、参与、负责的任务数,没有任务的也列出。
MATCH (u:Unit)
OPTIONAL MATCH (u)-[:LEADS]->(a:Task)
WITH u, count(DISTINCT a) AS leads
OPTIONAL MATCH (u)-[:PARTICIPATES_IN]->(b:Task)
WITH u, leads, count(DISTINCT b) AS participates
OPTIONAL MATCH (u)-[:RESPONSIBLE_FOR]->(c:Task)
RETURN u.id AS unit, leads, participates, count(DISTINCT c) AS responsible
ORDER BY unit
