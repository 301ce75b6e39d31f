// 从一个产业出发,三步之内供给或依托到的一切,和最少几步。$industry:产业编号。
MATCH p = (a:Industry {id: $industry})-[:FEEDS|DEPENDS_ON*1..3]->(b)
RETURN b.id AS reached, min(length(p)) AS steps
ORDER BY reached
