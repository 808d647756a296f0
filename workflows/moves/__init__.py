"""People and organisations change: each change that moves open work is one function here.

One transaction, the cases locked in the order of their keys; what will change hands can be looked
at before (`handover.preview`). Entered by the organisation office (docs/rules.md, scenarios 3, 4).
"""
