"""Write and read the files of the index: Whoosh's segments and the arrays next to them."""
