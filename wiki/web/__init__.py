"""Give all routes what they share: languages, headers, error pages, the permission gate."""
