// 一条产业链及其各环节的项目;拿不准的归属不算。$chain:产业链编号。
MATCH (c:Industry {id: $chain})<-[b:BELONGS_TO]-(p:Project)
WHERE b.verdict IS NULL OR b.verdict = 'confirmed'
RETURN p.id AS project, p.name AS name, c.id AS industry
UNION
MATCH (c:Industry {id: $chain})<-[o:PART_OF]-(s:Industry)<-[b:BELONGS_TO]-(p:Project)
WHERE (o.verdict IS NULL OR o.verdict = 'confirmed') AND (b.verdict IS NULL OR b.verdict = 'confirmed')
RETURN p.id AS project, p.name AS name, s.id AS industry
