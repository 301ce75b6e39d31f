"""Pictures, pages and office files drawn from answers and graphs."""
