"""Transparency logs as a library: RFC 6962 trees and the C2SP formats (signed-note, tlog-tiles, tlog-checkpoint,
tlog-cosignature, tlog-policy, tlog-proof, tlog-witness).

Two kinds of errors: `BadInput` for what cannot be read, `Invalid` for what can be read and does not hold.
"""
