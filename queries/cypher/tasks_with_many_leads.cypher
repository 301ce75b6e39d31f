// 牵头单位不少于 $least 个的任务。
MATCH (u:Unit)-[:LEADS]->(t:Task)
WITH t.id AS task, t.name AS name, count(DISTINCT u.id) AS leads
WHERE leads >= $least
RETURN task, name, leads
ORDER BY task
