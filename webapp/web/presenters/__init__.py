"""Presenters: catalogue values and marks joined into what templates see."""
