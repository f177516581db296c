"""Article templates: the text that a new article of a kind may begin with."""
