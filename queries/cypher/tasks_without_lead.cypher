// 没有写明牵头单位的任务。
MATCH (t:Task)
WHERE NOT EXISTS { MATCH (:Unit)-[:LEADS]->(t) }
RETURN t.id AS task, t.name AS name
ORDER BY task
