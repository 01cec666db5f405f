"""Tells what the service does: log lines, Prometheus metrics, OpenTelemetry spans. None holds text of an article."""
