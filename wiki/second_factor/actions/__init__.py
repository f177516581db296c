"""Actions on second factors, each with a permission check and one transaction."""
