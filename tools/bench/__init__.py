"""`make bench`: what the house costs beside a floor measured in the same run (docs/figures.md).

Subject and floor alternate and the figure is the ratio of their medians, because the machine under
both may be busy. A ratio is not reported when the floor itself moved by more than a fifth between
quarters of the run.
"""
