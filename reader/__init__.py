"""Heatwire: a terminal news reader that shows the hottest stories first."""
