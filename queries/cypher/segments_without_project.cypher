// 一条产业链中没有项目的环节;拿不准的归属不算。$chain:产业链编号。
MATCH (c:Industry {id: $chain})<-[p:PART_OF]-(s:Industry)
WHERE s.level = 'segment' AND (p.verdict IS NULL OR p.verdict = 'confirmed')
  AND NOT EXISTS { MATCH (s)<-[b:BELONGS_TO]-(:Project) WHERE b.verdict IS NULL OR b.verdict = 'confirmed' }
RETURN DISTINCT s.id AS segment, s.name AS name
ORDER BY segment
