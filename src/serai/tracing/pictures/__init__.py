"""Geometry of what pages draw: templates only put it into SVG. Colours are classes, words come from the template."""
