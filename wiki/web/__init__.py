"""What all routes share: languages, headers, error pages, forms, lists in pages."""
