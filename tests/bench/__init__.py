"""Measurements. Each module prints `name value unit` lines; none asserts a time."""
