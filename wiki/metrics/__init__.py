"""What Prometheus is told of the installation: what was counted, and how things are now."""
