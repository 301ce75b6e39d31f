// 产业与区域:两者都写到的任务有几项。
MATCH (i:Industry)<-[:DEVELOPS]-(t:Task)-[:IN_REGION]->(r:Region)
RETURN i.id AS industry, r.id AS region, count(DISTINCT t) AS tasks
ORDER BY industry, region
