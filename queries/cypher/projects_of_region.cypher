// 位于一个区域或其下级区域的项目。$region:区域编号。
MATCH (r:Region {id: $region})<-[:LOCATED_IN]-(p:Project)
RETURN p.id AS project, p.name AS name, r.id AS region
UNION
MATCH (r:Region {id: $region})<-[:PART_OF]-(q:Region)<-[:LOCATED_IN]-(p:Project)
RETURN p.id AS project, p.name AS name, q.id AS region
