"""Records that no single office can rewrite: a transparency log, its witnesses, and anchors on a shared chain."""
