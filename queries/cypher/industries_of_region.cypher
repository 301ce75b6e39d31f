// 一个区域的产业:主攻的,和任务中一同写到的项数。$region:区域编号。
MATCH (r:Region {id: $region})-[:FOCUSES_ON]->(i:Industry)
RETURN i.id AS industry, 'FOCUSES_ON' AS how, count(DISTINCT r.id) AS times
UNION ALL
MATCH (r:Region {id: $region})<-[:IN_REGION]-(t:Task)-[:DEVELOPS]->(i:Industry)
RETURN i.id AS industry, 'DEVELOPS' AS how, count(DISTINCT t.id) AS times
