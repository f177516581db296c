"""The controlled vocabulary: universities, topics and UN goals."""
