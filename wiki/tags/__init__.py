"""Hold the controlled vocabulary: universities, topics and the UN goals."""
