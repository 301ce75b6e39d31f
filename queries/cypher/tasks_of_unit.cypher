// 一个单位牵头、参与和负责的任务。$unit:单位编号。
MATCH (u:Unit {id: $unit})-[r:LEADS|PARTICIPATES_IN|RESPONSIBLE_FOR]->(t:Task)
RETURN DISTINCT t.id AS task, t.name AS name, r.kind AS role
ORDER BY task, role
