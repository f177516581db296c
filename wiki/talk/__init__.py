"""Talk: what people with an account say to each other about an article, or about words of it."""
