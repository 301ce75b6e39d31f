// 在 $before(如 2025-12-31)之前或当天到期、没有报告完成的任务。
MATCH (t:Task)
WHERE t.deadline <= $before AND (t.status IS NULL OR t.status <> 'done')
RETURN t.id AS task, t.name AS name, t.deadline AS deadline
ORDER BY task
