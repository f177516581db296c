"""Read articles, each query limited to what the viewer may see."""
