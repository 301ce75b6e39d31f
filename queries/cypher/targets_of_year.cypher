// 某一年的目标值,任务和文件提出的都算。$year:年份。
MATCH (o)-[s:SETS]->(i:Indicator)
WHERE s.year = $year AND s.nature = 'target'
RETURN DISTINCT o.id AS source, i.id AS indicator, s.op AS op, s.value AS value, s.value_max AS value_max, s.unit AS unit
ORDER BY source, indicator, op, value, value_max, unit
