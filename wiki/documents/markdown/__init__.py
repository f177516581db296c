"""The one writer of Markdown: from HTML elements, whether of a document or of the clipboard."""
