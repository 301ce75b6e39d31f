"""From a file to tasks and facts: read, outline, roles, amounts, entities, build."""
