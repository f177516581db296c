"""Choose who is named as an author of an article: the form, and what it stores."""
